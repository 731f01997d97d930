"""The rows of a list with the state of their actions, and all that is recorded of one.

Import the outline and the record.
It imports account, exchange, ledger, plan and db.
"""
