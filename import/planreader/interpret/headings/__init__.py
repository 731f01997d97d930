"""Headings of tables and labels of rows: which column is which, and what a cell begins.

Finding them, completing those that a page cut, and gathering the words of a dump's heading into cells.
"""
