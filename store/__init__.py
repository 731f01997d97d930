"""What is kept: the plan, the ledger, what follows from both; the only package with SQL.

Callers import the use cases of edits, revision and history, and the questions of query and status.
It imports nothing of Terren's other rooms.
"""
