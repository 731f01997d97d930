"""What a report counts in a period: figures with the actions behind them, and how each is defined.

Import the periods, the facts that are read once, and the figures drawn from them.
It imports edits, status, ledger, plan and db.
"""
