"""The procedure as it runs."""
