"""What headquarters writes for the report, where numbers say nothing: one register a period and chapter.

Kind ``narrative``, target the period's code, no unit, field the chapter, followed by a full stop and the
objective's number where it is of one: ``summary``, ``progress.1.1``. The value is text. A text for reports in
one language has its code behind an ``@``: ``progress.1.1@sr``; one without is for all that have none.

Who writes a chapter, of whatever period, is of kind ``desk``, target ``chapters``, the same field: a name.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from schema.choices import CHAPTER
from schema.types import MAX_LONG_TEXT
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import WHOLE
from store.edits.edits import checked_text
from store.edits.recording import Recording
from store.ledger.append import Edit, append
from store.ledger.change import Change
from store.ledger.heads import Standing
from store.ledger.identity import refuse_if_not_allowed, write_transaction
from store.plan.lookup import all_objectives, resolve_number
from store.plan.periods import Period, plan_period

KIND: Final = "narrative"
DESK: Final = "desk"
_DESKS: Final = "chapters"
OF_PLAN: Final = CHAPTER.codes
"""The chapters of the plan as a whole, in the order of the report."""
OF_OBJECTIVE: Final = ("progress", "challenges", "risks", "recommendations", "next_steps")
"""Those that each objective may have too."""
Chapter = tuple[str, str]
"""A chapter's code, and the number of its objective, empty for the plan as a whole."""


class ChapterText(NamedTuple):
    """A chapter as it stands: its text, the change that wrote it, and whether other texts stand beside it."""

    chapter: str
    objective: str
    text: str
    head: str
    conflict: bool
    language: str = ""
    """The code of the language of the reports that it is for; empty for all."""


def narrative(conn: sqlite3.Connection, period: Period, language: str = "") -> dict[Chapter, str]:
    """The texts of a period by chapter and objective, in the order of the report.

    Of several the one for reports in ``language``, else for it in another script, for all, or for any. Of one
    in conflict the text that everybody is shown meanwhile.
    """
    order = (language, language.partition("-")[0], "")
    texts = written_chapters(conn, period)
    by_rank = sorted(
        texts, key=lambda text: order.index(text.language) if text.language in order else len(order)
    )
    # the best comes last, and stays
    chosen = {(text.chapter, text.objective): text.text for text in reversed(by_rank)}
    return {(text.chapter, text.objective): chosen[text.chapter, text.objective] for text in texts}


def language_of(field: str) -> tuple[str, str]:
    """Return the field of a chapter without the language of its text, and that."""
    place, _, language = field.partition("@")
    return place, language


def written_chapters(conn: sqlite3.Connection, period: Period) -> list[ChapterText]:
    """As :func:`narrative`, with how each stands."""
    written = [
        ChapterText(chapter, nr, value, head, bool(conflict), language)
        for field, text, head, conflict in conn.execute(
            "SELECT field, value, head, conflict FROM state WHERE kind = ? AND target = ? AND unit = ?",
            (KIND, period.code, WHOLE),
        )
        for place, language in (language_of(field),)
        for chapter, _, nr in (place.partition("."),)
        if isinstance(value := json.loads(text), str)
    ]
    order = {nr: n for n, nr in enumerate(objective_numbers(conn))}
    chapters = {chapter: n for n, chapter in enumerate(OF_PLAN)}
    return sorted(
        written,
        key=lambda text_of: (
            order.get(text_of.objective, len(order)) if text_of.objective else -1,
            chapters.get(text_of.chapter, len(chapters)),
            text_of.chapter,
            text_of.objective,
        ),
    )


def objective_numbers(conn: sqlite3.Connection) -> list[str]:
    """The numbers of all objectives in document order: each strategic one before those below it."""
    return [objective.nr for objective in all_objectives(conn)]


def known_chapter(conn: sqlite3.Connection, chapter: str, objective: str) -> Chapter:
    """A chapter that there is, and the number of its objective as the plan writes it.

    Raises UserError ``chapter_unknown`` or ``number_unknown``.
    """
    chapters = OF_OBJECTIVE if objective else OF_PLAN
    if chapter not in chapters:
        raise UserError("chapter_unknown", found=chapter, known=chapters)
    return chapter, resolve_number(objective, objective_numbers(conn)) if objective else ""


def write_narrative(
    store: Store,
    period: str,
    chapter: str,
    text: str,
    *,
    objective: str = "",
    language: str = "",
    seen: Collection[str] | None = (),
    before: str | None = None,
) -> list[Change]:
    """Record the text of a chapter for a period, for reports in a language or in all; an empty one clears it.

    ``before`` is the text that the person saw who changes it, if it is to be compared. Raises UserError
    ``headquarters_only``, ``period_unreadable``, ``period_outside``, ``chapter_unknown``, ``number_unknown``,
    ``text_too_long``, ``in_conflict`` (as ``store.ledger.append.append``) or ``changed_meanwhile``.
    """
    texts = [((chapter, objective), text)]
    return write_chapters(store, period, texts, language=language, seen=seen, before=before)


def write_chapters(
    store: Store,
    period: str,
    texts: Iterable[tuple[Chapter, str]],
    *,
    language: str = "",
    seen: Collection[str] | None = (),
    before: str | None = None,
) -> list[Change]:
    """As :func:`write_narrative`, several in one transaction, which one undo takes back."""
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        target = plan_period(conn, period).code
        edits = []
        for (chapter, objective), text in texts:
            code, nr = known_chapter(conn, chapter, objective)
            value = checked_text(text, limit=MAX_LONG_TEXT) if text.strip() else None
            field = _field(code, nr)
            edits.append(Edit(KIND, target, WHOLE, f"{field}@{language}" if language else field, value))
        shown = {} if before is None else {edit.field: before or None for edit in edits}
        Recording(before=shown).refuse_unseen(Standing(conn), edits)
        return append(conn, identity, edits, seen=seen)


def _field(chapter: str, objective: str) -> str:
    return ".".join(filter(None, (chapter, objective)))


def read_desks(conn: sqlite3.Connection) -> dict[Chapter, str]:
    """Return who writes each chapter, where headquarters said so."""
    names = {
        field: json.loads(text)
        for field, text in conn.execute(
            "SELECT field, value FROM state WHERE kind = ? AND target = ? AND unit = ?", (DESK, _DESKS, WHOLE)
        )
    }
    return {
        (chapter, nr): name
        for field, name in names.items()
        for chapter, _, nr in (field.partition("."),)
        if isinstance(name, str)
    }


def assign_chapter(
    store: Store, chapter: str, name: str, *, objective: str = "", seen: Collection[str] | None = ()
) -> list[Change]:
    """Record which officer or desk writes a chapter, in every period; an empty name clears it.

    Raises UserError ``headquarters_only``, ``chapter_unknown``, ``number_unknown``, ``text_too_long``, or
    ``in_conflict`` (as ``store.ledger.append.append``).
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, DESK, WHOLE)
        field = _field(*known_chapter(conn, chapter, objective))
        value = checked_text(name, newlines=False) if name.strip() else None
        return append(conn, identity, [Edit(DESK, _DESKS, WHOLE, field, value)], seen=seen)
