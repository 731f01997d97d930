"""Terren: reporting on government action plans from the field, without a network.

Here lives the command line: what all commands share (database and language of a call, refusals, exit codes).
Nobody imports it. It imports all other rooms, and the commands when they are called.
"""

__version__ = "0.1.0"

BUILD = "build.txt"
"""In the package ``store``, whose files every bundle lays on the disk: what a build says of itself."""


def build() -> str:
    """The commit that this Terren was built of; nothing in a checkout."""
    import store

    try:
        # pathlib costs the shortest command a tenth of its time
        with open(f"{store.__path__[0]}/{BUILD}", encoding="utf-8") as file:  # noqa: PTH123
            return file.read().strip()
    except OSError:
        return ""
