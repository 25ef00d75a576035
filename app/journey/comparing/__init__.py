"""Two editions of a procedure beside each other: what differs, part by part."""
