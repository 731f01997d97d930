"""From a file to an open database: creating one, opening one, and the migrations that bring it up to date.

Import ``open_store`` and ``create_store``; a migration is appended in ``schema``, and nowhere else.
It imports the ledger, since a migration derives anew what a version keeps otherwise, and what lies below it.
"""
