"""``terren doctor``: what is OK, what needs attention, and what to do."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from store.db.errors import UserError
from terren import __version__, failures, output
from terren.commands.keep.plans import tell_which_plan
from terren.declare import command, option
from terren.session import Session

if TYPE_CHECKING:
    from store.integrity.health import Check


@command(
    "doctor",
    "Check terminal, disk, clock and key: what is OK, what needs attention, and what to do.",
    prints="@remark*",
)
def doctor_command(
    session: Session,
    stick: Path | None = option("Try the room and the speed of a stick or folder as well.", metavar="FOLDER"),
) -> int:
    session.find_language()
    results = list(_checks(session, stick))
    output.give(lambda: [_check_form(check) for check in results], _check_lines(results))
    with suppress(UserError):
        tell_which_plan(session)
    return failures.DONE if all(check.level == "fine" for check in results) else failures.WAITING


def _check_lines(results: Sequence[Check]) -> Iterator[str]:
    import language.health as words

    subjects = [words.subject(check.subject) for check in results]
    levels = [words.level(check.level) for check in results]
    wide, broad = max(map(len, subjects)), max(map(len, levels))
    for check, subject, level in zip(results, subjects, levels, strict=True):
        head = f"{subject.ljust(wide)}  {level.ljust(broad)}  "
        for line in _wrapped(words.sentence(check.code, check.params), len(head)):
            yield head + line
            head = " " * len(head)


def _wrapped(sentence: str, indent: int) -> list[str]:
    """Return a sentence behind an indent: broken at words on a terminal, elsewhere one line."""
    from textwrap import wrap

    from terren.terminal import room

    wide = room()
    if wide is None:
        return [sentence]
    return wrap(sentence, max(wide - indent, 20), break_long_words=False, break_on_hyphens=False)


def _check_form(check: Check) -> dict[str, object]:
    params = {
        key: output.utc(value) if key in ("at", "newest") and isinstance(value, int) else value
        for key, value in check.params.items()
    }
    return {**check._asdict(), "params": params}


def _checks(session: Session, stick: Path | None) -> Iterator[Check]:
    from store.db.settings import Settings
    from store.integrity.health import check_version, refused_check
    from sync.health import health
    from tui.app.doctor import check_terminal

    yield check_version(__version__)
    yield from check_terminal()
    try:
        settings, places, database = session.settings, session.places, session.database
    except UserError as refused:
        # a mistake in it is among what this command is asked for
        yield refused_check("configuration", refused)
        settings, places, database = Settings(), session.home, session.home.database
    gone: UserError | None = None
    with suppress(UserError):
        gone = session.gone()
    for check in health(
        places,
        database,
        running=__version__,
        now=time.time(),
        receipt_days=settings.receipt_days,
        stick=stick,
    ):
        yield refused_check("database", gone) if gone and check.code == "database_none" else check
