"""What happened: undo and redo, the log, taking back one change, conflicts and deciding them, minutes.

Import these use cases; undo and redo are in ``history``.
It imports revision, edits and what lies below them.
"""
