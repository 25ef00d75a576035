"""`make bench`: what the hall costs, each figure a ratio taken side by side in one run (docs/bench.md)."""
