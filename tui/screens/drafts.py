"""What is half typed in a form: on the disk with each letter, offered again, gone once saved or dropped.

A draft is no change and never leaves the computer. It stands in ``drafts.json`` beside the configuration, by
installation, form, what the form is on and window, and outlives a closed terminal, not a power cut. It is of
the process that types it as long as that runs; then of the next one that opens the form.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from language import _
from store.db.database import Store
from store.db.places import Places
from store.db.private import create_private_folder
from store.db.system import lock_byte
from store.edits.redaction import redacted_entries
from store.ledger.identity import read_identity
from tui.screens.memory import alter, recall
from tui.widgets.draw import safe

_FILE: Final = "drafts.json"
ENTRY_FORMS: Final = {"NoteScreen": "note", "EvidenceScreen": "evidence"}
"""By form in which an entry can be corrected, the kind of the entry."""
ENTRY_FIELD: Final = "earlier"
"""The field of those that has the name of the entry."""
_TOLD: Final = 3
_MOST: Final = 20
"""Drafts that are kept; of more the oldest goes."""


class _Claims:
    """The drafts that this process has: for each a byte is locked in a file beside them.

    So the system itself takes the claim away when the process ends.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._names: set[str] = set()

    def claim(self, name: str) -> bool:
        """Have a draft, and return False where another process has it."""
        if name in self._names:
            return True
        try:
            if self._file is None:
                create_private_folder(self._folder)
                self._file = os.open(self._folder / f".{_FILE}.owners", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            # drafts cannot be written there either
            return True
        if lock_byte(self._file, _byte(name)):
            self._names.add(name)
        return name in self._names

    def release(self, name: str) -> None:
        """Leave a draft to whoever opens its form next."""
        if self._file is None or name not in self._names:
            return
        lock_byte(self._file, _byte(name), release=True)
        self._names.remove(name)
        if not self._names:
            os.close(self._file)
            self._file = None

    def is_free(self, name: str) -> bool:
        """Return True if this process has a draft or could claim it."""
        if name in self._names:
            return True
        free = self.claim(name)
        self.release(name)
        return free


def _byte(name: str) -> int:
    return zlib.crc32(name.encode()) >> 1


@cache
def _claims(folder: Path) -> _Claims:
    return _Claims(folder)


def _prefix(store: Store) -> str:
    with store.reading() as conn:
        identity = read_identity(conn)
    return "" if identity is None else f"{identity.replica} "


def titles(places: Places, store: Store) -> list[str]:
    """Return the titles of the forms of which this installation has drafts, the newest first.

    What another process is typing is left out.
    """
    forget_redacted(places, store)
    prefix, claims = _prefix(store), _claims(places.config)
    listed = [
        str(draft["title"])
        for name, draft in recall(places, _FILE).items()
        if prefix and name.startswith(prefix) and _fields(draft) and claims.is_free(name)
    ]
    return list(dict.fromkeys(listed[::-1]))


def forget_redacted(places: Places, store: Store) -> None:
    """Keep no draft of another text for an entry that is redacted: it began with the one that is gone."""
    if not recall(places, _FILE):
        return
    with store.reading() as conn:
        identity = read_identity(conn)
        registers = redacted_entries(conn, identity) if identity is not None else ()
    gone = {(register.kind, register.target, register.field) for register in registers}

    def is_kept(name: str, draft: Any) -> bool:
        form, _space, about = name.partition(" ")[2].partition(" ")
        kind, entry = ENTRY_FORMS.get(form, ""), _fields(draft).get(ENTRY_FIELD, "")
        return gone.isdisjoint((kind, target, entry) for target in (about, about.rpartition(" ")[0]))

    def without(drafts: dict[str, Any]) -> dict[str, Any]:
        return {name: draft for name, draft in drafts.items() if is_kept(name, draft)}

    if gone:
        alter(places, without, _FILE)


def unsaved_words(places: Places, store: Store) -> str:
    """Return what was half typed when the last run ended, however it did; "" where nothing was."""
    unsaved = titles(places, store)
    words = _("Typed and not saved: {what}. It is there again when you open it.")
    return words.format(what=", ".join(map(safe, unsaved[:_TOLD]))) if unsaved else ""


def _fields(draft: Any) -> dict[str, str]:
    fields = draft.get("fields") if isinstance(draft, dict) and "title" in draft else None
    return {str(k): v for k, v in fields.items() if isinstance(v, str)} if isinstance(fields, dict) else {}


class FormDraft:
    """The draft of one form on one thing, such as a note on an action (its id), in one window.

    Offered, and gone on with, is the newest of the form and the thing that no other process has.
    """

    def __init__(self, places: Places, store: Store, form: str, about: str) -> None:
        self._places, prefix = places, _prefix(store)
        self._claims = _claims(places.config)
        base = f"{prefix}{form} {about}"
        kept = [
            name
            for name, draft in recall(places, _FILE).items()
            if prefix and base in (name, name.rpartition(" ")[0]) and _fields(draft)
        ]
        self._name = next(filter(self._claims.claim, kept[::-1]), f"{base} {os.urandom(4).hex()}")
        # again: until now another process may have saved and dropped it
        self._kept = _fields(recall(places, _FILE).get(self._name))

    @property
    def fields(self) -> dict[str, str]:
        """Return what was typed, by the names of the fields."""
        return dict(self._kept)

    def keep(self, title: str, fields: Mapping[str, str]) -> None:
        """Keep this in place of what was kept; nothing is kept of no fields."""
        if fields == self._kept:
            return
        self._kept = dict(fields)
        if self._kept:
            self._claims.claim(self._name)

        def change(drafts: dict[str, Any]) -> dict[str, Any]:
            drafts.pop(self._name, None)
            if self._kept:
                drafts[self._name] = {"title": title, "fields": self._kept}
            return dict([*drafts.items()][-_MOST:])

        alter(self._places, change, _FILE)
        if not self._kept:
            self._claims.release(self._name)

    def drop(self) -> None:
        """Keep nothing: it was saved, or is not wanted."""
        self.keep("", {})

    def leave(self) -> None:
        """Leave what is kept to whoever opens the form next, in this process or another."""
        self._claims.release(self._name)
