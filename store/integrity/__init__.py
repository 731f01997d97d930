"""Proof that a database is whole, and backups that have been proved.

Import verify and backup.
It imports every package of the store that it checks.
"""
