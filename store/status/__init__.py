"""The status of an action: of each unit, rolled up, now or as of a day, and the rows of a list.

Import the outline, the roll-up and the status as of a day.
It imports exchange, ledger, plan and db.
"""
