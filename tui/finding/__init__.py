"""Asking for a part of the plan: the filter window and its state, chips, the lines for searching and going.

tui.plan imports the state, its words and the widgets.
It imports store.query and store.search, tui.tree, screens and widgets.
"""
