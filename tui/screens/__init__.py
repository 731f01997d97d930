"""What screens are made of: the base of all, windows, forms, one line, paired lists, the help.

Every feature builds on it.
It imports widgets and commands.
"""
