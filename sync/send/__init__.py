"""Writing a change set: what the receiver is not known to hold, for whom it is sealed.

Import export. ``draft`` gathers what goes in, ``unwritable`` says what is left out and why.
It imports wire, trust, quarantine and identity.
"""
