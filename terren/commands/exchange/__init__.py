"""Commands of the exchange by files: export, receive, sync, inbox, trust.

terren.command_line imports them when they are called; ``taken`` serves whatever takes files.
They import sync, and the revision of ``terren.commands.plan`` that a file may bring.
"""
