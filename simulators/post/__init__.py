"""The registry's mailbox: a real IMAP server (pymap) with one user, its letters in a folder."""
