"""Differences, the gate, versions, moving running cases."""
