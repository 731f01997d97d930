"""The entry of the folder with its own Python, which has no other Python to read a document with."""

import sys

from planreader.apart import READ


def main() -> None:
    """Read a document for the Terren that asks for it, or be Terren."""
    if sys.argv[1:2] == [READ]:
        from planreader.child import main as read

        read()
        return
    from terren.__main__ import main as start

    start()


if __name__ == "__main__":
    main()
