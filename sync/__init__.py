"""The exchange by files: use cases that join its rooms (mailbox, restore, enrolment, trusting, proof).

The faces import these, sync.receive, sync.send and sync.identity.opening.
It imports store; among its own rooms wire lies lowest, then trust, quarantine, identity, receive and send.
"""
