"""Lists and matrices as tables that the screen and the command line write as CSV or as a workbook.

The faces import these, and ``report.table_file`` which writes them.
It imports store, language and ``report.table``.
"""
