"""Commands that report and take back: set, spend, note, evidence, measure, undo, redo, log.

terren.command_line imports them when they are called; other commands take ``recording`` from here.
They import store.edits and store.history.
"""
