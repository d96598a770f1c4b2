"""Files and pages in, Articles out: one module per source format, chosen by content, then suffix."""
