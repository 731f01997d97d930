"""The review of a plan document."""
