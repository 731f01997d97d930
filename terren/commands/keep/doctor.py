"""``terren doctor``: whether all is there that Terren needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.db.system import path_of
from terren import __version__, failures, output
from terren.declare import command, option
from terren.session import Session

if TYPE_CHECKING:
    from store.integrity.health import Check


@command("doctor", "Say what is fine here, what is not, and what to do: terminal, disk, clock, key.")
def doctor_command(
    session: Session,
    stick: str | None = option("Try the room and the speed of a stick or folder as well.", metavar="FOLDER"),
) -> int:
    session.find_language()
    found = list(_checks(session, None if stick is None else path_of(stick)))
    output.give(lambda: [_form(check) for check in found], _lines(found))
    return failures.DONE if all(check.level == "fine" for check in found) else failures.WAITING


def _lines(found: Sequence[Check]) -> Iterator[str]:
    import language.health as words

    subjects = [words.subject(check.subject) for check in found]
    levels = [words.level(check.level) for check in found]
    wide, broad = max(map(len, subjects)), max(map(len, levels))
    for check, subject, level in zip(found, subjects, levels, strict=True):
        head = f"{subject.ljust(wide)}  {level.ljust(broad)}  "
        for line in _wrapped(words.sentence(check.code, check.params), len(head)):
            yield head + line
            head = " " * len(head)


def _wrapped(said: str, indent: int) -> list[str]:
    """What is said, behind an indent: broken at words on a terminal, elsewhere a line."""
    from textwrap import wrap

    from terren.terminal import room

    wide = room()
    if wide is None:
        return [said]
    return wrap(said, max(wide - indent, 20), break_long_words=False, break_on_hyphens=False)


def _form(check: Check) -> dict[str, object]:
    params = {
        key: output.utc(value) if key in ("at", "newest") and isinstance(value, int) else value
        for key, value in check.params.items()
    }
    return {**check._asdict(), "params": params}


def _checks(session: Session, stick: Path | None) -> Iterator[Check]:
    from time import time

    from store.db.errors import Refused
    from store.db.settings import Settings
    from store.integrity.health import check_version, refused_check
    from sync.health import health
    from tui.app.doctor import check_terminal

    yield check_version(__version__)
    yield from check_terminal()
    try:
        settings, database = session.settings, session.database
    except Refused as refused:
        # a mistake in it is among what this command is asked for
        yield refused_check("configuration", refused)
        settings, database = Settings(), session.places.database
    yield from health(
        session.places,
        database,
        running=__version__,
        now=time(),
        receipt_days=settings.receipt_days,
        stick=stick,
    )
