"""How help on the commands is shown: examples, manual pages, completion, the guides.

The words of a command stand in its declaration in ``terren.commands``.

The declarations and the commands that print help import it, when they print.
It imports the declarations, language and store.db.
"""
