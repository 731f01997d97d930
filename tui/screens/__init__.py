"""What screens are made of: the base of all, windows, forms, one line, paired lists, help, people's names.

Every feature builds on it.
It imports widgets and commands.
"""
