"""Taking a change set, whole or not at all: checks, joining sections, the inbox of what waits or was refused.

Import receive, received, inbox and waiting.
It imports wire, trust, quarantine and identity.
"""
