"""What is kept and does not count: sections that begin beyond what is held, and forked histories.

Import the sections, forks and what is passed on.
It imports sync.wire and sync.trust.
"""
