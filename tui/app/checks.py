"""What ``terren doctor`` says, in a window: what is fine here, what is not, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import time

from textual.app import ComposeResult

import language.health as words
from language import N_, _
from store.integrity.backup import back_up
from store.integrity.health import ATTENTION, FAULT, FINE, Check, check_version
from store.opening.open_store import open_store
from sync.health import health
from tui.app.doctor import check_screen
from tui.screens.running import RunningApp
from tui.screens.window import PageScreen
from tui.widgets.draw import safe
from tui.widgets.page import Page

_STYLES = {FAULT: "bad", ATTENTION: "warn", FINE: "good"}
_WORST_FIRST = tuple(_STYLES)
_KEYS = {
    "backup_none": "make_backup",
    "backup_old": "make_backup",
    "exchange_standing": "identity",
    "update_waits": "update",
}
"""The commands that do what is to be done."""


class ChecksScreen(PageScreen[None]):
    """Each thing that was looked at, what is not fine first, with what there is to say of it."""

    heading = N_("What is OK here, and what needs attention")
    CSS_PATH = "checks.tcss"
    contexts = ("doctor",)
    VIEW = "checks"

    def content(self) -> ComposeResult:
        self._look()
        return super().content()

    def _look(self) -> None:
        found = checks(self.terren, self.app.size)
        self.results = sorted(found, key=lambda check: _WORST_FIRST.index(check.level))

    def page(self, width: int) -> Page:
        subjects = [words.subject(check.subject) for check in self.results]
        page = Page(width, min(max(map(len, subjects)), width // 3))
        for check, subject in zip(self.results, subjects, strict=True):
            style = _STYLES[check.level]
            page.field(subject, words.level(check.level), style)
            key = self.key(_KEYS[check.code]) if check.code in _KEYS else None
            page.field("", safe(words.sentence(check.code, check.params, key)))
            page.gap()
        return page

    def action_make_backup(self) -> None:
        """Write a copy of the database beside it, and say where it lies."""

        def written() -> Path:
            with open_store(self.terren.database, read_only=True) as store:
                return back_up(store, datetime.now())

        if (path := self.terren.attempt(written)) is not None:
            self._look()
            self.view.show(self.page)
            self.terren.tell(_("Written: {file}").format(file=safe(str(path))))


def checks(app: RunningApp, size: tuple[int, int]) -> Iterator[Check]:
    """Look at the version, at a terminal of this size, and at the installation."""
    yield check_version(app.version)
    # the streams in force are Textual's, which take everything
    yield from check_screen(size, getattr(sys.__stderr__, "encoding", None) or "utf-8")
    yield from health(
        app.places, app.database, running=app.version, now=time(), receipt_days=app.settings.receipt_days
    )
