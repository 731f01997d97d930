"""Proof that a database is whole, backups that have been proved, and what a restore needs no longer.

Import verify, backup and retention.
It imports every package of the store that it checks.
"""
