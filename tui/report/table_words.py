"""What a table or a form changes in words, for screens and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import language
from language import _, counted, dates
from language.messages import message
from language.reading.sources import source
from language.registers import change as told_change
from language.registers import since
from planreader.workbook.form_table import TakenForm
from store.edits.reported.comparison import CellChange, Comparison
from store.edits.reported.table import Unclear
from store.plan.units import unit_name


def cell_words(change: CellChange, comparison: Comparison, *, names_unit: bool = True) -> str:
    """Return what a cell changes: "1.1.1, Pejë, Status: Not reported → Implemented"; with the day from which
    it counts, where that is another than the table's."""
    kind, _target, unit, field = change.register
    whose = f", {unit_name(unit, language.current(), comparison.printed)}" if unit and names_unit else ""
    words = told_change(kind, f"{change.nr}{whose}", field, change.before, change.after, comparison.currency)
    if change.confirmed:
        return _("{value}, confirmed").format(value=words + since(kind, field, change.on))
    return words if change.on == comparison.day else words + since(kind, field, change.on)


def unclear_words(unclear: Unclear, comparison: Comparison) -> str:
    """Return what was noticed of a cell or not understood, and in which."""
    return f"{what_unclear(unclear, comparison)} [{source(unclear.where)}]"


def what_unclear(
    unclear: Unclear, comparison: Comparison, told: Callable[[str, Mapping[str, object]], str] = message
) -> str:
    """Return what was noticed of a cell, or not understood; on a screen it is ``told`` by keys."""
    unit = unclear.params.get("unit")
    named = {"unit": unit_name(str(unit), language.current(), comparison.printed) if unit else ""}
    return told(unclear.code, {**unclear.params, **named})


def comparison_words(comparison: Comparison) -> Iterator[str]:
    """Yield how many cells say nothing new, are left to a person, and cross what was recorded meanwhile."""
    if comparison.unchanged:
        yield counted("{n} cell says what stands", "{n} cells say what stands", comparison.unchanged)
    if comparison.left:
        yield counted(
            "{n} cell is left out, and a person has to see what stands.",
            "{n} cells are left out, and a person has to see what stands.",
            comparison.left,
        )
    yield from filter(None, [crossed_words(comparison)])


def crossed_words(comparison: Comparison) -> str:
    """Return how many values cross what was recorded meanwhile; "" where none does."""
    if not comparison.crossed:
        return ""
    return counted(
        "{n} value contradicts one that was recorded meanwhile: both stand until somebody decides.",
        "{n} values contradict ones that were recorded meanwhile: both stand until somebody decides.",
        comparison.crossed,
    )


def form_words(taken: TakenForm, name: str) -> Iterator[str]:
    """Yield whose form a file is, who filled it in, and whether it was taken, or made for another version."""
    form = taken.form
    head = _("{file}: the form of {unit}, filled in by {person}, as of {day}.")
    unit = unit_name(form.unit, language.current(), taken.comparison.printed)
    yield head.format(file=name, unit=unit, person=form.person, day=dates.date(form.day))
    if taken.before is not None:
        when = dates.datetime(taken.before.recorded_at)
        yield _("It was taken already on {when}.").format(when=when)
    if taken.older is not None:
        yield _("It was made for version {number} of the plan; its numbers are those of then.").format(
            number=taken.older
        )


def form_question(taken: TakenForm) -> str:
    """Return what is asked before a form is recorded."""
    question = _("Record this as the report of {unit}, by form, from {person}?")
    unit = unit_name(taken.form.unit, language.current(), taken.comparison.printed)
    return question.format(unit=unit, person=taken.form.person)
