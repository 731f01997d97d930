"""What is said of the commands themselves: help, examples, manual pages, completion, the guides.

The declarations and the commands that print help import it, when they print.
It imports the declarations, language and store.db.
"""
