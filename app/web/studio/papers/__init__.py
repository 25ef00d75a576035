"""Settings and terms, papers and letters."""
