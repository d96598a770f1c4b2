"""Runs over many articles: what is done stays done, and no article takes another down."""
