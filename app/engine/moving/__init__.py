"""Whether and how a case under way moves to another version of its diagram."""
