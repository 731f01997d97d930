"""What the document says: the model of a plan, its forms, its tables, names, units, indicators and targets.

Import the model, its plain form, the lookups, names, and units (also who is expected to report).
It imports store.db alone.
"""
