"""What a report counts in a period: figures with the actions behind them, and how each is defined.

Import the facts that are read once, and the figures drawn from them.
It imports edits, account, ledger, plan and db.
"""
