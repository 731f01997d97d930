"""``terren narrative``: what headquarters writes for the report, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from language import LANGUAGES, N_, NAMES, _, dates, terms
from language.registers import register, value
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
    written_chapters,
)
from store.edits.narrative import write_narrative as write
from store.history.steps import change_by_id
from store.plan.periods import Period
from store.query.material import Material, due_by_objective, objective_titles, raw_material
from terren import output
from terren.asking import given
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.declare import argument, command, flag, option
from terren.field_values import option_type
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import Choice
from terren.words import unit_words


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
    objective: str = option("Of this objective, not of the whole plan.", metavar="NR", default=""),
    spoken: str | None = option(
        "The text for reports in this language; without it the one for all that have none of their own.",
        "--in",
        type=Choice(*LANGUAGES),
    ),
    text: str | None = option("Write TEXT into the chapter; “-” reads it from standard input."),
    edit: bool = flag("Write the chapter in your editor."),
    desk: str | None = option(
        "Say which officer or desk writes the chapter, in every period; an empty name clears.", metavar="NAME"
    ),
    material: bool = flag(
        "Print what officers reported in words: output, reasons, next steps; by objective, with figures."
    ),
    unit: str | None = option("Of --material only what this unit reported.", metavar="CODE"),
    status: str | None = option("Of --material only actions of this status.", type=option_type(STATUS)),
    how: options.How = options.how("decide"),
) -> None:
    if chapter is None and (text is not None or edit or desk is not None):
        chapters = ", ".join(OF_OBJECTIVE if objective else OF_PLAN)
        raise WrongUsage(N_("Say which chapter is meant: {known}."), known=chapters)
    if (unit is not None or status is not None) and not material:
        raise WrongUsage(N_("--unit and --status choose from what --material prints."))
    if (text is not None) + edit + (desk is not None) > 1:
        raise WrongUsage(N_("Choose one of --text, --edit and --desk."))
    if desk is not None:
        with recorder(session, how) as work:
            work.record(
                lambda how: assign_chapter(
                    work.store, chapter or "", desk, objective=objective, seen=how.seen
                )
            )
        output.give(lambda: {"recorded": session.recorded})
        return
    if text is not None or edit:
        with recorder(session, how) as work:
            code, after = _written(
                session, work.store, period, (chapter or "", objective, spoken or ""), text
            )
            work.record(
                lambda how: write(
                    work.store,
                    code,
                    chapter or "",
                    after,
                    objective=objective,
                    language=spoken or "",
                    seen=how.seen,
                )
            )
        output.give(lambda: {"recorded": session.recorded})
        return
    with session.reading() as store, store.reading() as conn:
        asked = chosen_period(conn, period, date.today())
        if material:
            whose = None if unit is None else resolve_reporting_unit(conn, unit)
            reported = raw_material(conn, objective, unit=whose, status=status)
            due = due_by_objective(store, asked, min(asked.last, date.today()))
            output.give(lambda: reported, _material_lines(reported, objective_titles(conn), due))
        elif chapter is not None:
            _print_text(conn, asked, chapter, objective, spoken or "")
        else:
            _print_list(conn, asked, objective, spoken)


def _written(
    session: Session, store: Store, period: str | None, place: tuple[str, str, str], text: str | None
) -> tuple[str, str]:
    """Return the code of a period and the new text of a chapter: ``text``, or what a person writes.

    ``place`` is its code, its objective and the language of its text.
    """
    chapter, objective, spoken = place
    with store.reading() as conn:
        asked = chosen_period(conn, period, date.today())
        standing = _standing(conn, asked, chapter, objective, spoken)
        before = "" if standing is None else standing.text
    if text is not None:
        return asked.code, given(text)
    from tui.screens.editor import edited_text

    output.stop_progress()
    return asked.code, edited_text(before, session.settings.editor)


def _standing(
    conn: Connection, period: Period, chapter: str, objective: str, spoken: str
) -> ChapterText | None:
    """Return the text of a chapter for reports in a language; None where there is none of its own."""
    where = (*known_chapter(conn, chapter, objective), spoken)
    texts = written_chapters(conn, period)
    return next((text for text in texts if (text.chapter, text.objective, text.language) == where), None)


def _print_text(conn: Connection, period: Period, chapter: str, objective: str, spoken: str) -> None:
    where = known_chapter(conn, chapter, objective)
    written = _standing(conn, period, chapter, objective, spoken)
    lines = () if written is None else written.text.split("\n")
    if output.give(lambda: _form(conn, period, written, where, read_desks(conn)), lines):
        if written is None:
            output.tell(_("Nothing is written there yet."))
        else:
            _tell_conflicts([written])


def _print_list(conn: Connection, period: Period, objective: str, spoken: str | None) -> None:
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
        output.tell(_("Period {period}. Not written yet: {chapters}."), period=period.code, chapters=words)
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


def _material_lines(
    material: Sequence[Material], titles: Mapping[str, str], due: Mapping[str, tuple[int, int]]
) -> Iterator[str]:
    objective = shown = ""
    for report in material:
        if report.objective != objective:
            objective, shown = report.objective, ""
            figures = terms.implemented_of(*due.get(objective, (0, 0)))
            yield f"{objective}  {titles.get(objective, '')}: {figures}"
        if report.nr != shown:
            yield f"  {report.nr}  {report.title}"
            shown = report.nr
        words = value("action", report.field, report.text)
        yield f"    {unit_words(report.unit)}, {register('action', report.field)}: {words}"
