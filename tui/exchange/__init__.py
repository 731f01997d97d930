"""The exchange by files: export, inbox, accepting senders, mailbox, identity."""
