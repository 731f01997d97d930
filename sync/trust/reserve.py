"""Making headquarters' reserve key: the secret goes into a file kept offline, the recipient to everybody."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

from store.db.database import Store
from store.db.durable import write_durably
from store.edits.reserve import record_reserve
from sync.wire.envelope import new_reserve_key


class Reserve(NamedTuple):
    """Where the secret key was written, and the recipient that goes with it."""

    path: Path
    recipient: str


def make_reserve(store: Store, path: Path) -> Reserve:
    """Write a new reserve key to ``path``, readable by its owner alone, and let everybody know of it.

    The file is that of age's own tools. It takes the place of the reserve key before; what was sealed to
    that one remains so. Raises UserError ``seal_missing``, ``no_identity``, ``not_allowed``, ``file_exists``,
    or what the disk says; then no other key is in force than before.
    """
    recipient = ""

    def made() -> str:
        nonlocal recipient
        secret, recipient = new_reserve_key(str(path))
        day = datetime.now(timezone.utc).date().isoformat()
        text = f"# Terren, {day}\n# public key: {recipient}\n{secret}\n"
        write_durably(path, text.encode(), mode=0o600)
        return recipient

    record_reserve(store, made)
    return Reserve(path, recipient)
