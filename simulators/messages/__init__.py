"""An SMS gateway and a mail server that deliver to a page instead of to people."""
