"""Routing (repartizare): who solves a paper that no running case moves, by whose resolution, by when."""
