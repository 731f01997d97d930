"""What was planned and what was recorded, added up by one rule for every screen, list and report.

Import the money of actions, units and groups from ``store.account.money``.
It imports plan and db.
"""
