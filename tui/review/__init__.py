"""The review of a plan document.

Import a screen where a command opens it.
It imports planreader, tui.documents, report, screens and widgets; no other feature.
"""
