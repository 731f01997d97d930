"""``terren narrative``: what headquarters writes for the report, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from language import LANGUAGES, N_, NAMES, _, dates, terms
from report.material import material_words
from schema.choices import STATUS
from store.account.calendar import chosen_period
from store.account.reviews import resolve_reporting_unit
from store.db.database import Connection, Store
from store.edits.narrative import (
    OF_OBJECTIVE,
    OF_PLAN,
    Chapter,
    ChapterText,
    assign_chapter,
    known_chapter,
    narrative,
    read_desks,
    write_narrative,
    written_chapters,
)
from store.history.steps import change_by_id
from store.plan.periods import Period
from store.query.material import due_by_objective, objective_titles, raw_material
from terren import output
from terren.asking import given
from terren.commands import options
from terren.commands.reporting.recorder import Recorder, recorder
from terren.declare import argument, command, fields_of, flag, option
from terren.field_values import option_type
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import WordChoice


class _Place(NamedTuple):
    """Of which objective a chapter is, "" for the plan, and for reports in which language."""

    objective: str = option("Of this objective, not of the whole plan.", metavar="NR", default="")
    spoken: str | None = option(
        "The text for reports in this language; without it the one for all that have none of their own.",
        "--in",
        type=WordChoice(*LANGUAGES),
    )


class _Writing(NamedTuple):
    """What headquarters writes of a chapter: its text, or who writes it."""

    text: str | None = option("Write TEXT into the chapter; “-” reads it from standard input.")
    edit: bool = flag("Write the chapter in your editor.")
    desk: str | None = option(
        "Say which officer or desk writes the chapter, in every period; an empty name clears.", metavar="NAME"
    )


class _Reported(NamedTuple):
    """Whether to print what officers reported, of which unit, and of actions of which status."""

    material: bool = flag(
        "Print what officers reported in words: output, reasons, next steps; by objective, with figures."
    )
    unit: str | None = option("Of --material only what this unit reported.", metavar="CODE")
    status: str | None = option("Of --material only actions of this status.", type=option_type(STATUS))


@command(
    "narrative",
    "Print what headquarters wrote for the report of a period: all chapters, or the text of"
    " CHAPTER. With --text or --edit headquarters writes it; an empty text takes it away."
    " Chapters: summary, introduction, progress, challenges, risks, recommendations, next_steps,"
    " protocol, prepared_by, approved_by.",
    prints="@chapter*",
)
def narrative_command(
    session: Session,
    chapter: str | None = argument("[CHAPTER]"),
    period: str | None = options.PERIOD_IN_HAND,
    place: _Place = fields_of(_Place),
    writing: _Writing = fields_of(_Writing),
    reported: _Reported = fields_of(_Reported),
    how: options.How = options.how("decide"),
) -> None:
    text, edit, desk = writing
    writes = (text is not None) + edit + (desk is not None)
    if chapter is None and writes:
        chapters = ", ".join(OF_OBJECTIVE if place.objective else OF_PLAN)
        raise WrongUsage(N_("Say which chapter is meant: {known}."), known=chapters)
    if not reported.material and (reported.unit, reported.status) != (None, None):
        raise WrongUsage(N_("--unit and --status choose from what --material prints."))
    if writes > 1:
        raise WrongUsage(N_("Choose one of --text, --edit and --desk."))
    if chapter is not None and writes:
        with recorder(session, how) as work:
            if desk is not None:
                _assign(work, chapter, place.objective, desk)
            else:
                _write(session, work, period, chapter, place, text)
        output.give(lambda: {"recorded": session.recorded})
        return
    with session.reading() as store, store.reading() as conn:
        asked = chosen_period(conn, period, date.today())
        if reported.material:
            _print_material(store, conn, asked, place.objective, reported)
        elif chapter is not None:
            _print_text(conn, asked, chapter, place)
        else:
            _print_list(conn, asked, place)


def _assign(work: Recorder, chapter: str, objective: str, desk: str) -> None:
    """Record who writes a chapter."""
    work.record(lambda how: assign_chapter(work.store, chapter, desk, objective=objective, seen=how.seen))


def _write(
    session: Session, work: Recorder, period: str | None, chapter: str, place: _Place, text: str | None
) -> None:
    """Record a text of a chapter; where it is None, what a person makes of the present one in an editor."""
    objective, language = place.objective, place.spoken or ""
    with work.store.reading() as conn:
        asked = chosen_period(conn, period, date.today())
        standing = _standing(conn, asked, chapter, place)
    if text is not None:
        after = given(text)
    else:
        from tui.screens.editor import edited_text

        output.stop_progress()
        after = edited_text("" if standing is None else standing.text, session.settings.editor)
    work.record(
        lambda how: write_narrative(
            work.store, asked.code, chapter, after, objective=objective, language=language, seen=how.seen
        )
    )


def _print_material(store: Store, conn: Connection, period: Period, objective: str, asked: _Reported) -> None:
    unit = None if asked.unit is None else resolve_reporting_unit(conn, asked.unit)
    reported = raw_material(conn, objective, unit=unit, status=asked.status)
    due = due_by_objective(store, period, min(period.last, date.today()))
    lines = (
        "  " * depth + (f"{head} {words}" if words else head)
        for depth, head, words in material_words(reported, objective_titles(conn), due)
    )
    output.give(lambda: reported, lines)


def _standing(conn: Connection, period: Period, chapter: str, place: _Place) -> ChapterText | None:
    """Return the text of a chapter for reports in a language; None where there is none of its own."""
    where = (*known_chapter(conn, chapter, place.objective), place.spoken or "")
    texts = written_chapters(conn, period)
    return next((text for text in texts if (text.chapter, text.objective, text.language) == where), None)


def _print_text(conn: Connection, period: Period, chapter: str, place: _Place) -> None:
    where = known_chapter(conn, chapter, place.objective)
    written = _standing(conn, period, chapter, place)
    lines = () if written is None else written.text.split("\n")
    if output.give(lambda: _form(conn, period, written, where, read_desks(conn)), lines):
        if written is None:
            output.tell(_("Nothing is written there yet."))
        else:
            _tell_conflicts([written])


def _print_list(conn: Connection, period: Period, place: _Place) -> None:
    objective, spoken = place
    nr = known_chapter(conn, OF_OBJECTIVE[0], objective)[1] if objective else None
    written = [
        text
        for text in written_chapters(conn, period)
        if nr in (None, text.objective) and spoken in (None, text.language)
    ]
    desks, standing = read_desks(conn), narrative(conn, period)
    expected = (*(() if objective else ((code, "") for code in OF_PLAN)), *desks)
    missing = [place for place in dict.fromkeys(expected) if place not in standing and nr in (None, place[1])]
    if not output.give(
        lambda: [
            *(_form(conn, period, text, (text.chapter, text.objective), desks) for text in written),
            *(_form(conn, period, None, place, desks) for place in missing if place in desks),
        ],
        _lines(conn, written, desks),
    ):
        return
    if missing:
        words = ", ".join(f"{terms.chapter(*place)} ({desks.get(place, place[0])})" for place in missing)
        told = dates.period_words(period.code)
        output.tell(_("Period {period}. Not written yet: {chapters}."), period=told, chapters=words)
    _tell_conflicts(written)


def _lines(conn: Connection, written: Sequence[ChapterText], desks: Mapping[Chapter, str]) -> Iterator[str]:
    for text in written:
        change, desk = change_by_id(conn, text.head), desks.get((text.chapter, text.objective))
        yield f"{_called(text)} · {desk}" if desk else _called(text)
        if change is not None:
            yield f"    {dates.datetime(change.recorded_at)}  {change.officer}"
        yield from (f"    {line}" for line in text.text.split("\n"))


def _called(text: ChapterText) -> str:
    words = terms.chapter(text.chapter, text.objective)
    return f"{words} ({NAMES.get(text.language, text.language)})" if text.language else words


def _tell_conflicts(written: Sequence[ChapterText]) -> None:
    for text in written:
        if text.conflict:
            what = _called(text)
            output.tell(_("Conflict: {what}. Both values stand until somebody decides."), what=what)


def _form(
    conn: Connection,
    period: Period,
    written: ChapterText | None,
    place: Chapter,
    desks: Mapping[Chapter, str],
) -> dict[str, Any]:
    """Return a chapter as plain data; with nothing but its place and desk where it is not written."""
    chapter, objective = place
    form = {"period": period.code, "chapter": chapter, "objective": objective or None, "text": None}
    form["desk"] = desks.get(place)
    if written is None:
        return form
    change = change_by_id(conn, written.head)
    return {
        **form,
        "text": written.text,
        "language": written.language or None,
        "conflict": written.conflict,
        "officer": None if change is None else change.officer,
        "at": None if change is None else output.utc(change.recorded_at),
    }
