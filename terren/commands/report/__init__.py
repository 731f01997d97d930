"""Commands that report and take back: set, spend, note, evidence, measure, undo, redo, log."""
