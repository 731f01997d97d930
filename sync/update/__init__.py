"""Newer versions of Terren by the exchange: publishing a bundle, installing it beside, and going back.

The faces import publish, update, revert and installation.
It imports store.edits.release, sync.mailbox and sync.wire; nobody but the faces imports it.
"""
