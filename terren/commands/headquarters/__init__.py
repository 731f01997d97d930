"""Commands of meetings and headquarters: meeting, minutes, assess, cancel, decide, names, conflicts, redact.

terren.command_line imports them when they are called.
They import the use cases of store, sync and report, and what they share with ``terren.commands.reporting``.
"""
