"""Meetings: agenda, the meeting itself, what was agreed, minutes.

Import a screen where a command opens it; meeting_page is its pure view.
It imports store.edits and store.history, report, tui.report, screens and widgets; no other feature.
"""
