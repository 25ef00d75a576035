"""What a diagram may compute: expressions and decision tables."""
