"""Revisions of the plan: which action continues which, comparing, publishing one, taking one that arrived.

Import the comparison, publishing and adoption; ``matching`` decides what goes on under another number.
It imports edits and what lies below it.
"""
