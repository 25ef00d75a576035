"""A provider of card payments, with a page where nobody pays with real money."""
