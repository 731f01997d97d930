"""Every register of the ledger and its fields, declared once.

``registers`` declares them, with the codes of ``choices``: the type of a value, its label and help, who
writes it, to which status it belongs, where lists and reports have it. ``types`` says of a value whether it
is valid, how it is read from what people type, and how it is shown. What edits and files are checked by,
options, rows of forms, lines of pages, columns and JSON follow from it. It imports language alone: its
catalogs, numbers, dates, typed words.
"""
