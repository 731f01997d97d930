"""Terren: reporting on government action plans from the field, without a network.

Here lives the command line: what all commands share (database and language of a call, refusals, exit codes).
Nobody imports it. It imports all other rooms, and the commands when they are called.
"""

__version__ = "0.1.0"
