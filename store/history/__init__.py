"""What happened: undo and redo, the log, taking back one change, conflicts and deciding them, minutes.

Import these use cases.
It imports revision, edits and what lies below them.
"""
