"""Asking for a part of the plan: the filter window, chips, the lines for searching and going to a number."""
