"""Reporting on an action: status and what belongs to it, money, notes, evidence, measurements, history, undo.

Screens that record something own StatusEntry, ActionEntry or UndoRedo; the rest are windows and views.
It imports store.edits and store.history, tui.finding, tree, screens and widgets.
"""
