"""What came to the hall and has no number yet: e-mails, scans, papers from the counter."""
