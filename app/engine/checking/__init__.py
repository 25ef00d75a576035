"""What must hold before a diagram may be published."""
