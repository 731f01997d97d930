"""Commands of the exchange by files: export, receive, sync, inbox, trust."""
