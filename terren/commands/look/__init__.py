"""Commands that only look: list, show, rates, matrix.

terren.command_line imports them when they are called.
They import the questions of store.query; none of them writes.
"""
