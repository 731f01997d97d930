"""The use cases that write: status, money, notes, evidence, measurements, assessments, meetings, names.

``shapes`` says what a value may be, typed or in a file. Both faces call these and hold no rule of their own.
It imports status and what lies below it.
"""
