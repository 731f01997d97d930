"""Of which unit and year a tracker tells beside its rows: what names units, and totals of their columns.

It imports the headings, the mapping, sources and vocabulary.
"""
