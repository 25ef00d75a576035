"""Diagram files as plain values, read safely and without running anything."""
