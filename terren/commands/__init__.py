"""The commands, with the words of their help and options, a package for each group that the help shows.

terren.command_line imports each when it is called; nobody else does.
They import the modules of terren, use cases of all rooms, and how tui names officers and logs errors.
"""
