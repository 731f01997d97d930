"""The exchange by files: export, inbox, accepting senders, mailbox, identity.

Import a screen where a command opens it.
It imports the use cases of sync, and tui.documents, report, screens and widgets; no other feature.
"""
