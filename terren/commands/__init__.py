"""The commands, with the words of their help and options, a package for each group that the help shows.

terren.command_line imports each when it is called; nobody else does.
An import stands inside a function only where the top of the module would load it for a call, its help or the
Tab key without need: report, planreader, tui, sync, and of the store what one way of several takes.
They import the modules of terren, use cases of all rooms, and how tui names officers and logs errors.
"""
