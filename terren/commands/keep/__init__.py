"""Commands that set up, prove and keep an installation: init, locate, state, verify, backup, restore, tidy.

terren.command_line imports them when they are called.
They import store.integrity, sync, and how ``terren.commands`` reads documents and tells what files brought.
"""
