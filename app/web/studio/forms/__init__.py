"""The form editor, with the page as its reader will see it."""
