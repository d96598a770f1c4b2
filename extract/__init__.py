"""plantwire: saved news articles about power plants in, validated JSON records out."""
