"""What words and values of plan documents mean, in Albanian, Serbian and English.

Headings (``headwords``), numbers, amounts, deadlines and targets, each read from a text by itself. Nothing
here knows of cells, rows or files. It imports store.plan alone: values of the model, and the reference data.
"""
