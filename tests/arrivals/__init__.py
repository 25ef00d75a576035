"""What arrives: letters made up for the tests, and what the hall proposes for them."""
