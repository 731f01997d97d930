"""Commands that set up, prove and keep an installation: init, locate, state, verify, backup, restore."""
