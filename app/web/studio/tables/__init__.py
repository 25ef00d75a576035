"""Decision tables, in words, by their values and in the editor."""
