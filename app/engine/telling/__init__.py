"""A diagram told: as a picture, in order, in sentences."""
