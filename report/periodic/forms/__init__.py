"""The forms of the report on a period: each renders the chapters or the tables, and adds nothing of its own.

``report.periodic.making`` imports them, each only where it is asked for.
They import the rest of ``report.periodic``, language and store, and the libraries that write documents.
"""
