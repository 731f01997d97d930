"""The entry of the folder with its own Python, which has no other Python to read a document with."""

import os
import sys
from pathlib import Path

READER = "--read-a-document"
"""As store.db.apart.READ: the reader of documents is loaded for nothing else."""
POINTER = "current"
"""Beside the program: the path from here of the one that starts in its place, a later version."""
AS_IS = "TERREN_AS_IS"
"""An environment variable under which it starts itself: who goes back to it lets it restore the database."""


def start_current(own: Path) -> None:
    """Start the version that the pointer names, if that is another one that is there."""
    try:
        current = own.parent / (own.parent / POINTER).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return
    if AS_IS in os.environ or not current.is_file() or current == own:
        return
    # or PyInstaller takes it for a part of this one
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    if os.name == "nt":
        import subprocess

        # there exec would give the console back before the program has ended
        sys.exit(subprocess.call([current, *sys.argv[1:]]))
    os.execv(current, [str(current), *sys.argv[1:]])


def main() -> None:
    """Read a document for the Terren that asks for it, or be Terren."""
    start_current(Path(sys.executable).resolve())
    if sys.argv[1:2] == [READER]:
        from store.db.child import main as read

        read()
        return
    from terren.__main__ import main as start

    start()


if __name__ == "__main__":
    main()
