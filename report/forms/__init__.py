"""Forms for units without Terren: a workbook to fill in, which ``receive`` takes back.

It imports store, schema and language.
"""
