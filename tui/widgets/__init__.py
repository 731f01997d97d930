"""Widgets that know nothing of plans: lists, lines, boxes, key bar, and how text is drawn.

Every screen imports them.
It imports tui.commands, language, and of the store how text is cleaned.
"""
