"""What was known of a fact on a day: statuses, reviews and money, and which actions the plan had when.

Import any module; every figure of a screen, list or report comes from here.
It imports exchange, ledger, plan and db.
"""
