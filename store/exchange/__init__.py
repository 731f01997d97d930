"""What the database keeps of change sets: files sent and received, what peers hold, where a change stands.

Import where a change stands on its way; the rest is for sync.
It imports the ledger and what lies below it.
"""
