"""The use cases that write: status, money, notes, evidence, measurements, assessments, meetings, names.

Both faces call these and hold no rule of their own.
It imports status and what lies below it.
"""
