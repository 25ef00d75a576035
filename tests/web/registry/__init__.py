"""The registry's door, seen from outside."""
