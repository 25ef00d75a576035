"""Drafts and their files: the tree, begin and discard, import and export."""
