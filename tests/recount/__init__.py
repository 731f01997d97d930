"""Every figure of every face against a recount that shares no code with the account."""
