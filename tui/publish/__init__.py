"""Publishing a revision of the plan, and taking one.

Import a screen where a command opens it.
It imports store.revision, planreader, tui.report, screens and widgets; no other feature.
"""
