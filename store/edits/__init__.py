"""The use cases that write: status, money, notes, evidence, measurements, assessments, meetings, names.

Both faces call these. ``schema`` says what a value may be.
It imports status and what lies below it.
"""
