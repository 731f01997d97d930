"""The commands of the interface, one declaration each: keys, footer, palette, help and docs come from it.

Import the catalogue.
It imports language and store.db.
"""
