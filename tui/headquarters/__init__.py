"""Headquarters' screens: conflicts, matrix, names, overview, what is owed, the report and its words.

Import a screen where a command opens it; the pages beside them are their pure views.
It imports store.query and store.history, tui.report, screens and widgets; no other feature.
"""
