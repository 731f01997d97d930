"""What the document says: the model of a plan, its forms, its tables, its names, units and indicators.

Import the model, its plain form, the lookups, units and names.
It imports store.db alone.
"""
