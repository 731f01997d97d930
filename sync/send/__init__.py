"""Writing a change set: what the receiver is not known to hold, for whom it is sealed.

Import export. ``draft`` gathers what goes in.
It imports wire, trust, quarantine and identity.
"""
