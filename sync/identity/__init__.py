"""Who this installation is: its id and key, its high-water mark, copies and restored backups.

Import the opening of a database for work.
It imports sync.wire and sync.trust.
"""
