"""Reading a document from the screen: the windows in which it is chosen, and asked what it does not say.

Import a screen where a command opens it.
It imports planreader, tui.report, screens and widgets; no other feature.
"""
