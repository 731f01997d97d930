"""The database file and the disk: an open database, snapshots, durable files, places, settings, clean text.

Everybody may import Store, UserError, Places and the cleaning of text.
It imports nothing else of the store.
"""
