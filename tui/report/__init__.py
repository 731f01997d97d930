"""Reporting on an action: status and what belongs to it, money, notes, evidence, measurements, history, undo.

A screen that records hands its keys to a StatusEntry, ActionEntry or UndoRedo; the rest are windows.
It imports store.edits and store.history, tui.finding, tree, screens and widgets.
"""
