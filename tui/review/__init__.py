"""The review of a plan document, and the window in which a document is chosen.

Import a screen where a command opens it.
It imports planreader, tui.report, screens and widgets; no other feature.
"""
