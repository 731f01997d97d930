"""The database file and the disk: opening, migrating, snapshots, durable files, places, settings, clean text.

Everybody may import Store, Refused, Places and the cleaning of text; migrations are in ``schema``.
It imports nothing else of the store.
"""
