"""The report on a period, in every format, and the proof of its figures.

The faces import ``making`` (write a report) and ``proof`` (check one). ``content`` is what the ledger says,
``chapters`` and ``tables`` put it into words, and each format renders these.
It imports store, language and the rest of report.
"""
