"""Meetings: agenda, the meeting itself, what was agreed, minutes."""
