"""Revisions of the plan: comparing, matching, publishing one, taking one that arrived.

Import the comparison, publishing and adoption.
It imports edits and what lies below it.
"""
