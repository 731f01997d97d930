"""Filters over the rows of the outline: what may be asked, in which forms, and what meets it.

Import any of these; only ``named_filters`` writes, a line of the configuration.
It imports what the rest of the queries do, and of them those of units and of what is owed.
"""
