"""The commands of the interface, one declaration each: keys, footer, palette, help and docs come from it.

Import the catalogue, which gathers them; the main screen's are in ``main``.
It imports language and store.db.
"""
