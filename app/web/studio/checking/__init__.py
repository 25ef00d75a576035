"""What stands against publishing, and the diagram in words."""
