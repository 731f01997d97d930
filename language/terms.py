"""The words for the model's codes, in the current language at every call.

Codes that this version does not know (they may come from a newer one) are shown as they stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

from language import N_, _, glyph, ngettext, pgettext
from language.numbers import figure, percent, priced
from schema.choices import CHAPTER, EVIDENCE_KIND, REASON, REPORTING_RULE, REVIEW, STATUS

if TYPE_CHECKING:
    from fractions import Fraction

NOT_REPORTED: Final = "·"

_MARKS: Final = {
    "not_started": ("○", "-"),
    "in_progress": ("◔", "~"),
    "partially_implemented": ("◑", "="),
    "implemented": ("●", "#"),
    "not_implemented": ("✗", "x"),
    "cancelled": ("⊘", "/"),
    None: (NOT_REPORTED, "."),
}

_AGENDA_MARKS: Final = {"recorded": ("✓", "x"), "skipped": ("→", ">"), "ahead": ("·", ".")}
_SIDE_MARKS: Final = {
    "overdue": ("!", "!"),
    "unsent": ("↑", "^"),
    "conflict": ("≠", "%"),
    "money": ("△", "*"),
    "returned": ("↩", "<"),
    "form": ("▤", "@"),
}

MONEY_WARNINGS: Final = {
    "spent_against_admin": N_("Spending is recorded although the plan says administrative cost."),
    "spent_beyond_plan": N_("More is spent than planned."),
    "spent_without_budget": N_("Spending is recorded although the plan has no budget for this year."),
}
"""Warnings about money: kept, never refused."""

ROLES: Final = {"field": N_("Field officer"), "headquarters": N_("Headquarters")}


def status(code: str | None) -> str:
    """Return a status in full; None is "Not reported"."""
    if code is None:
        return _("Not reported")
    return STATUS.show(code)


def status_short(code: str | None) -> str:
    """Return a status in at most nine cells, for the columns of a tree; a dash where nothing is reported."""
    if code is None:
        return "–"
    short = {
        "not_started": pgettext("at most 9 characters", "NOT ST."),
        "in_progress": pgettext("at most 9 characters", "IN PROGR."),
        "partially_implemented": pgettext("at most 9 characters", "PARTLY"),
        "implemented": pgettext("at most 9 characters", "DONE"),
        "not_implemented": pgettext("at most 9 characters", "NOT DONE"),
        "cancelled": pgettext("at most 9 characters", "CANCELLED"),
    }
    return short.get(code) or figure("status", code)[:9]


def status_mark(code: str | None) -> str:
    """Return the one-cell sign of a status."""
    return glyph(*_MARKS.get(code, ("?", "?")))


def side_mark(name: str) -> str:
    """Return the one-cell sign of ``overdue``, ``unsent``, ``conflict``, ``returned``, ``money`` or
    ``form``.
    """
    return glyph(*_SIDE_MARKS[name])


def agenda_mark(name: str) -> str:
    """Return the one-cell sign of an action of an agenda: ``recorded``, ``skipped`` or ``ahead``."""
    return glyph(*_AGENDA_MARKS[name])


def reason(code: str | None) -> str:
    """Return a reason for delay in words; a dash for None."""
    return "–" if code is None else REASON.show(code)


def evidence_kind(code: str) -> str:
    """Return a kind of evidence in words."""
    return EVIDENCE_KIND.show(code)


def chapter(code: str, objective: str = "") -> str:
    """Return a chapter of the narrative in words, with the number of the objective that it is of."""
    words = CHAPTER.show(code)
    return f"{words}, {figure('nr', objective)}" if objective else words


def implemented_of(implemented: int, due: int) -> str:
    """Return how many of the actions due are implemented."""
    if not due:
        return _("no action is due")
    return _("{n} of {total} actions due are implemented").format(n=implemented, total=due)


def review(code: str, reason: str = "", stands: bool = True) -> str:
    """Return headquarters' word on a report and its reason; not ``stands``: the report was changed since."""
    words = REVIEW.show(code)
    if not stands:
        words = _("{review}; changed since").format(review=words)
    return f"{words}: {figure('reason', reason)}" if reason else words


DEPARTURES: Final = {"cancelled": N_("cancelled"), "removed": N_("removed")}
"""What becomes of actions that are to be done no more."""


def departure(code: str) -> str:
    """Return what became of an action that is to be done no more, in words."""
    return _(DEPARTURES[code]) if code in DEPARTURES else figure("what", code)


def reporting_rule(code: str, units: Iterable[str] = ()) -> str:
    """Return who is expected to report: "whoever leads an action", "chosen units: MPB, Pejë"."""
    words = REPORTING_RULE.show(code)
    named = ", ".join(units)
    return f"{words}: {named}" if named else words


def role(code: str) -> str:
    """Return the role of a replica in words."""
    return _(ROLES[code]) if code in ROLES else figure("role", code)


def amounts_of_all_years(wholes: Collection[int], currency: str) -> str:
    """Return how many actions have one amount for all years, in cents, which the figures of no year hold."""
    n = len(wholes)
    words = ngettext(
        "{n} action has one amount for all years together, {amount}: no year's figures hold it.",
        "{n} actions have one amount each for all years together, {amount}: no year's figures hold it.",
        n,
    )
    return words.format(n=n, amount=priced(sum(wholes), currency))


def money_of_unit() -> str:
    """Say what the amounts of an action are where a unit looks at its own."""
    return _("Planned is for all units together; the percentage is of what was allocated to this unit.")


def money_left_out(year: int) -> str:
    """Say why a report of a part of a year has no money."""
    words = _(
        "Money is left out: of some amounts of {year} only the year is known, since they were entered after"
        " it without the day on which they were spent. The figures of the whole year have them."
    )
    return words.format(year=year)


def money_warning(code: str) -> str:
    """Return a warning about a year's money in a sentence."""
    return _(MONEY_WARNINGS[code]) if code in MONEY_WARNINGS else code


def achieved(met: bool | None, goal: str, year: int | None, progress: Fraction | None) -> str:
    """Return whether a measured value meets the target ``goal`` of a year, and the way from the baseline."""
    words = {
        True: _("The target {goal} ({year}) is met."),
        False: _("The target {goal} ({year}) is not met."),
        None: _("The target is {goal} ({year})."),
    }
    verdict = words[met].format(goal=goal, year=year)
    if progress is None:
        return verdict
    return f"{verdict} {_('Progress from the baseline: {percent}.').format(percent=percent(progress))}"
