"""Terren: reporting on government action plans from the field, without a network.

Here lives the command line: what all commands share (database and language of a call, refusals, exit codes).
Nobody imports it. It imports all other rooms, and the commands when they are called.
"""

import os
import sys

__version__ = "0.1.0"

ROOMS = "rooms"
"""The folder of this package in which the build lays all others: site-packages has this one alone."""
BUILD = "build.txt"
"""In the package ``store``, whose files every bundle lays on the disk: what a build says of itself."""


def build() -> str:
    """Return the commit that this Terren was built of; nothing in a checkout."""
    import store

    try:
        # pathlib costs the shortest command a tenth of its time
        with open(f"{store.__path__[0]}/{BUILD}", encoding="utf-8") as file:  # noqa: PTH123
            return file.read().strip()
    except OSError:
        return ""


def _find_rooms_first() -> None:
    """Let the other packages of Terren be found before all that has their names in the current folder or in
    site-packages. In a checkout they lie beside this one."""
    own = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    rooms = f"{own}{os.sep}{ROOMS}"
    root = os.path.dirname(own)  # noqa: PTH120
    sys.path[:0] = [rooms] if os.path.isdir(rooms) else [root, f"{root}{os.sep}import"]  # noqa: PTH112


_find_rooms_first()
