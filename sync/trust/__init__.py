"""Whose files and changes are believed: which grants are accepted, admission of a file, who waits.

Import admission and the report; the grants themselves are kept in store.exchange.
It imports sync.wire.
"""
