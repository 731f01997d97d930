"""What was planned and what was recorded, added up by one rule for every screen, list and report.

Import money and its sums from ``store.account.money``, what is recorded from ``store.account.recorded``.
It imports plan and db.
"""
