"""What is kept and does not count yet: sections that begin beyond what is held, and forked histories.

Import the sections (until ``sync.receive.joining`` takes them) and the forks.
It imports sync.wire and sync.trust.
"""
