"""Papers behind doors: picked up, dropped off, and the cabinets in which they lie."""
