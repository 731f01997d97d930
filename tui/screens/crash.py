"""What is left behind when something unexpected happens: a log file, and a word on where it lies."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from store.db.places import Places
from store.db.private import create_private_folder

_MOST_BYTES = 1_000_000


def log_path(places: Places) -> Path:
    """Return the log file of unexpected errors."""
    return places.data / "terren.log"


def write_log(places: Places, error: BaseException) -> Path | None:
    """Append the error with its traceback; None where not even that is possible."""
    path = log_path(places)
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    try:
        create_private_folder(path.parent)
        mode = "w" if path.is_file() and path.stat().st_size > _MOST_BYTES else "a"
        with path.open(mode, encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{datetime.now().isoformat(timespec='seconds')}\n{text}\n")
    except OSError:
        return None
    return path
