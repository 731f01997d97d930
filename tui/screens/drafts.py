"""What is half typed in a form: on the disk with each letter, offered again, gone once saved or dropped.

A draft is no change and never leaves the computer. It stands in ``drafts.json`` beside the configuration, by
installation, form, what the form is on and window, and outlives a closed terminal, not a power cut.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final

from language import _
from store.db.database import Store
from store.db.places import Places
from store.edits.redaction import redacted_changes
from store.ledger.identity import read_identity
from tui.screens.memory import alter, recall
from tui.widgets.draw import safe

_FILE: Final = "drafts.json"
_TOLD: Final = 3
_MOST: Final = 20
"""Drafts that are kept; of more the oldest goes."""


def _prefix(store: Store) -> str:
    with store.reading() as conn:
        identity = read_identity(conn)
    return "" if identity is None else f"{identity.replica} "


def titles(places: Places, store: Store) -> list[str]:
    """Return the titles of the forms of which this installation has drafts, the newest first."""
    forget_redacted(places, store)
    prefix = _prefix(store)
    listed = [
        str(draft["title"])
        for name, draft in recall(places, _FILE).items()
        if prefix and name.startswith(prefix) and _fields(draft)
    ]
    return list(dict.fromkeys(listed[::-1]))


def forget_redacted(places: Places, store: Store) -> None:
    """Keep no draft of another text for an entry that is redacted: it began with the one that is gone."""
    if not recall(places, _FILE):
        return
    with store.reading() as conn:
        gone = {redacted.change.field for redacted in redacted_changes(conn)}
    if gone:
        alter(
            places,
            lambda drafts: {
                name: draft for name, draft in drafts.items() if gone.isdisjoint(_fields(draft).values())
            },
            _FILE,
        )


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

    Offered is the newest that is kept of the form and the thing. What another window keeps, or has added to
    since, is left to it.
    """

    def __init__(self, places: Places, store: Store, form: str, about: str) -> None:
        self._places, prefix = places, _prefix(store)
        base = f"{prefix}{form} {about}"
        self._name = f"{base} {os.urandom(4).hex()}"
        kept = {
            name: _fields(draft)
            for name, draft in recall(places, _FILE).items()
            if prefix and base in (name, name.rpartition(" ")[0])
        }
        self._offered, self._kept = [*kept.items()][-1] if kept else ("", {})
        self._before = self._kept

    @property
    def fields(self) -> dict[str, str]:
        """Return what was typed, by the names of the fields."""
        return dict(self._kept)

    def keep(self, title: str, fields: Mapping[str, str]) -> None:
        """Keep this in place of what was kept; nothing is kept of no fields."""
        if fields == self._kept:
            return
        self._kept = dict(fields)

        def change(drafts: dict[str, Any]) -> dict[str, Any]:
            drafts.pop(self._name, None)
            if _fields(drafts.get(self._offered)) == self._before:
                drafts.pop(self._offered, None)
            if self._kept:
                drafts[self._name] = {"title": title, "fields": self._kept}
            return dict([*drafts.items()][-_MOST:])

        alter(self._places, change, _FILE)

    def drop(self) -> None:
        """Keep nothing: it was saved, or is not wanted."""
        self.keep("", {})
