"""A comparison of two revisions, and what a revision does to unconfirmed changes, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from language import N_, _, counted
from language.numbers import NOTHING, figure, money
from language.reading.readings import FIELDS
from store.plan.differences import FieldDifference
from store.plan.model import ADMIN, Deadline, Target
from store.revision.adoption import ActionEffect
from store.revision.comparison import (
    ACTION,
    INDICATOR,
    SPECIFIC,
    STRATEGIC,
    LevelQuestion,
    ListedEntry,
    MatchedEntry,
    PlanComparison,
)

LEVELS: Final = {
    STRATEGIC: N_("Strategic objectives"),
    SPECIFIC: N_("Specific objectives"),
    INDICATOR: N_("Indicators"),
    ACTION: N_("Actions"),
}


def summary_lines(comparison: PlanComparison) -> Iterator[str]:
    """Yield how many actions are affected in which way, a line each; nothing of what does not occur."""
    actions = [pair for pair in comparison.matched if pair.level == ACTION]
    rest = ("funding", "lead", "support", "outputs", "documents")
    for label, n in (
        (_("Unchanged actions"), sum(not pair.differences for pair in actions)),
        (_("Added"), sum(entry.level == ACTION for entry in comparison.added)),
        (_("Removed"), sum(entry.level == ACTION for entry in comparison.removed)),
        (_("Renumbered"), sum(pair.changes("nr") for pair in actions)),
        (_("Title changed"), sum(pair.changes("title") for pair in actions)),
        (_("Money changed"), sum(pair.changes("budget", "budget_total") for pair in actions)),
        (_("Deadline changed"), sum(pair.changes("deadline") for pair in actions)),
        (_("Something else changed"), sum(pair.changes(*rest) for pair in actions)),
        (_("To be answered"), len(comparison.questions)),
    ):
        if n:
            yield f"{label}: {n}"


def comparison_lines(comparison: PlanComparison) -> Iterator[str]:
    """Yield everything that changes, by level: added (+), removed (-), and going on with differences."""
    begun = False
    for difference in comparison.plan:
        yield f"{_('Plan')}, {difference_line(difference)}"
        begun = True
    for level, heading in LEVELS.items():
        added = [entry for entry in comparison.added if entry.level == level]
        removed = [entry for entry in comparison.removed if entry.level == level]
        changed = list(comparison.changed(level=level))
        if added or removed or changed:
            if begun:
                yield ""
            begun = True
            yield _(heading)
            yield from _listed("+", added)
            yield from _listed("-", removed)
            for pair in changed:
                yield from _matched(pair)


def _listed(sign: str, entries: Iterable[ListedEntry]) -> Iterator[str]:
    for entry in entries:
        yield f"{sign} {entry.nr}  {figure('title', entry.title)}"


def _matched(pair: MatchedEntry) -> Iterator[str]:
    number = pair.nr if pair.nr == pair.old_nr else f"{pair.old_nr} → {pair.nr}"
    yield f"  {number}  {figure('title', pair.title)}"
    for difference in pair.differences:
        if difference.field != "nr":
            yield f"      {difference_line(difference)}"


def difference_line(difference: FieldDifference) -> str:
    """Return one field: ``Deadline: 2022 → 2023``."""
    name, _dot, year = difference.field.partition(".")
    label = _(FIELDS[name]) if name in FIELDS else name
    heading = f"{label} {year}" if year else label
    return f"{heading}: {_value(name, difference.old)} → {_value(name, difference.new)}"


def _value(name: str, value: object) -> str:
    if value == ADMIN:
        return _("administrative cost")
    if name in ("budget", "budget_total", "totals"):
        return money(value if isinstance(value, int) else None)
    if isinstance(value, Deadline):
        return figure("deadline", value.raw)
    if isinstance(value, Target):
        return figure("value", value.value) + (f" ({value.year})" if value.year else "")
    return NOTHING if value is None else figure("value", value)


def question_lines(asked: LevelQuestion) -> Iterator[str]:
    """Yield a question: the new entry, and the old ones that it may continue, numbered from 1."""
    question = asked.question
    kind = _("Indicator") if asked.level == INDICATOR else _("Action")
    text = _("{kind} {nr} of the revised plan: “{title}”. Which of the plan in force does it continue?")
    yield text.format(kind=kind, nr=figure("nr", question.key), title=figure("title", question.title))
    for n, candidate in enumerate(question.candidates, 1):
        title = figure("title", candidate.title)
        alike = _("{n} % alike").format(n=candidate.likeness)
        yield f"  {n}  {figure('nr', candidate.key)}  {title} ({alike})"
    yield f"  0  {_('none of them: it is new')}"


def effect_lines(effects: Iterable[ActionEffect]) -> Iterator[str]:
    """Yield what becomes of each action with unconfirmed changes; what is gone comes first."""
    for effect in sorted(effects, key=lambda effect: ("gone", "moved", "unchanged").index(effect.code)):
        changes = counted("{n} change", "{n} changes", effect.changes)
        yield f"{effect.old_nr}  {figure('title', effect.title)} ({changes}): {_effect(effect)}"


def _effect(effect: ActionEffect) -> str:
    if effect.nr is not None:
        if effect.code == "unchanged":
            return _("stays as it is")
        return _("becomes {nr}").format(nr=figure("nr", effect.nr))
    if effect.successors:
        return _("leaves the plan, followed by {nrs}").format(nrs=figure("nrs", effect.successors))
    return _("leaves the plan; what you recorded is kept and listed")
