"""What the database keeps of change sets: files, grants, what peers hold, where a change stands.

The faces import ``delivery``, which says where a change stands; the rest is for sync, which judges it.
It imports the ledger and what lies below it.
"""
