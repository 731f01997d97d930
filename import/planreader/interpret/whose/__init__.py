"""Of which unit a tracker tells beside its rows: what names units, and totals of their columns.

It imports the headings, the mapping, sources and vocabulary.
"""
