"""Commands that only look: list, show, rates, matrix."""
