"""What the room sees of one action in a meeting: its number in large type, and what must be known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

import language
from language import _, glyph, is_plain, ngettext
from language.dates import date as day_words
from language.numbers import money
from language.registers import value
from language.terms import status, status_mark
from schema.choices import STATUS
from schema.registers import ACTION_DETAILS
from store.account.money import add_money
from store.edits.assessment import WHOLE, RecordedResolution
from store.history.minutes import Minutes
from store.plan.units import institution_names, unit_name
from store.query.queries import ActionDetail
from store.query.reporting_units import reported_status
from store.status.record import UnitReport
from tui.commands.catalogue import by_id
from tui.report.words import days_left, joined, planned, recorded_day, reported_words, step_words
from tui.widgets.big_letters import big, is_drawable
from tui.widgets.draw import Span, cut, fit, safe, safe_lines
from tui.widgets.page import Page

_ROOM_FOR_BIG = 22
"""Lines of the terminal from which on the number is drawn large."""

_ROOM_FOR_WINDOWS = 24
_ROOM_FOR_PRESENT = 90

_APART = 3
_LONGEST = 200
_FEW = 3
"""So many other units are named with their statuses; of more they are counted."""


class Spoken(NamedTuple):
    """One action as the meeting sees it: ``speaker`` is for whom a status is recorded."""

    detail: ActionDetail
    speaker: str
    agreed: tuple[RecordedResolution, ...]


def speaker_name(code: str) -> str:
    """Return who speaks: a unit, or headquarters' own assessment."""
    return _("assessment by headquarters") if code == WHOLE else safe(unit_name(code, language.current()))


def meeting_lines(spoken: Spoken, width: int, height: int, today: date) -> Page:
    """Return the page of one action for a terminal of ``width`` cells and ``height`` lines."""
    page = Page(width, max(map(cell_len, _labels(spoken))) + 1)
    _number(page, spoken.detail.row.nr, height)
    page.paragraph(safe(spoken.detail.action.title), "strong", most=3 if height < _ROOM_FOR_BIG else 0)
    page.gap()
    _facts(page, spoken, today)
    _last(page, spoken)
    return page


def _labels(spoken: Spoken) -> tuple[str, ...]:
    return (
        *([_("Headquarters")] if _official(spoken) is not None else []),
        *([_("Reported")] if _reports(spoken) else []),
        _("Status"),
        _("Deadline"),
        _("Lead"),
        _("With"),
        _("Planned"),
        _("Output"),
        _("Last"),
        _("Decision"),
    )


def _number(page: Page, nr: str, height: int) -> None:
    if is_plain() or height < _ROOM_FOR_BIG or not is_drawable(nr):
        page.lines.append(((safe(nr), "heading"),))
        return
    page.lines += [((line, "heading"),) for line in big(nr)]
    page.gap()


def _facts(page: Page, spoken: Spoken, today: date) -> None:
    detail, row = spoken.detail, spoken.detail.row
    code = reported_status(detail, spoken.speaker)
    whom: tuple[Span, ...] = ()
    if detail.identity is not None and detail.identity.is_headquarters:
        whom = ((f"  ({speaker_name(spoken.speaker)})", "dim"),)
    page.field(_("Status"), _status(code), "strong", after=whom)
    if whom and len(detail.expected) > 1 and spoken.speaker != WHOLE:
        page.field("", _whole(spoken), "dim")
    if (official := _official(spoken)) is not None:
        page.field(_("Headquarters"), _status(official), "strong")
        if isinstance(comment := detail.assessment.comment, str):
            for text in safe_lines(comment):
                page.field("", text, "dim")
    _decisions(page, spoken)
    for n, (whose, told) in enumerate(_reports(spoken)):
        page.field("" if n else _("Reported"), f"{whose}{told}")
    if detail.awaits_decision:
        page.field("", _("Headquarters has not decided that it is cancelled."), "warn")
    # what a unit calls cancelled stays overdue
    left = days_left(detail.deadline_day, today, None if code == "cancelled" and row.overdue else code)
    late = ((f"  {left}", "bad" if row.overdue else "dim"),) if left else ()
    page.field(_("Deadline"), safe(row.deadline), after=late)
    page.field(_("Lead"), joined(institution_names(detail.action.lead, language.current())))
    if detail.action.support:
        page.field(_("With"), joined(institution_names(detail.action.support, language.current())))
    dot = glyph(" · ", " - ")
    spent = _("spent {amount}").format(amount=money(add_money(detail.money).spent))
    whole, cells = detail.action.budget_total, dot.join(planned(year.cell) for year in detail.money)
    page.field(
        _("Planned"),
        f"{cells if whole is None else money(whole)} {detail.currency}",
        after=((f"  {spent}", "dim"),),
    )
    for n, output in enumerate(detail.action.outputs or ("–",)):
        page.field("" if n else _("Output"), safe(output))


def _official(spoken: Spoken) -> str | None:
    """Return headquarters' own assessment where it differs from what the speaker says; else None."""
    word = spoken.detail.assessment.status
    if spoken.speaker == WHOLE or word is None:
        return None
    if _hears_all(spoken):
        reported: object = reported_status(spoken.detail, spoken.speaker)
    else:
        reported = spoken.detail.own.values.get("status")
    return word if word != reported else None


def _hears_all(spoken: Spoken) -> bool:
    return spoken.detail.identity is not None and spoken.detail.identity.is_headquarters


def _reports(spoken: Spoken) -> list[tuple[str, str]]:
    """Return what units said beside their status, the speaker first, each with whose it is."""
    detail = spoken.detail
    if not _hears_all(spoken):
        told = _beside_status(detail.own)
        return [("", told)] if told else []
    reports = sorted(detail.reports, key=lambda report: report.unit != spoken.speaker)
    lines = [(f"{speaker_name(report.unit)}: ", _beside_status(report)) for report in reports]
    lines = [line for line in lines if line[1]]
    if (more := len(lines) - _FEW) > 0:
        lines[_FEW:] = [("", ngettext("and {n} more", "and {n} more", more).format(n=more))]
    return lines


def _beside_status(report: UnitReport) -> str:
    """Return what a unit reported beside its status, in one paragraph."""
    dot = glyph(" · ", " - ")
    parts = [
        f"{_(field.named(field.page_label))}: {cut(safe(field.type.show(recorded)), _LONGEST)}"
        for field in ACTION_DETAILS
        if (recorded := report.values.get(field.name)) is not None
    ]
    return dot.join(parts)


def _whole(spoken: Spoken) -> str:
    """Return the status of the action as a whole, and what the other units reported that are expected to."""
    detail = spoken.detail
    words = _("As a whole: {status}").format(status=_status(detail.row.status))
    others = [unit for unit in detail.expected if unit != spoken.speaker]
    if len(others) > _FEW:
        return f"{words} ({reported_words(detail)})"
    of_units = ", ".join(f"{speaker_name(unit)} {_status(reported_status(detail, unit))}" for unit in others)
    return f"{words} ({of_units})"


def _status(code: str | None) -> str:
    return f"{status_mark(code)} {safe(status(code))}"


def _last(page: Page, spoken: Spoken) -> None:
    steps = [step for step in spoken.detail.steps if step.change.kind != "resolution"]
    words = _("nothing yet")
    if steps:
        day = day_words(recorded_day(steps[0].change.recorded_at))
        words = f"{day}  {step_words(steps[0])}"
    page.field(_("Last"), safe(words))


def _decisions(page: Page, spoken: Spoken) -> None:
    """Show what was agreed, the latest first: above the reports of units, or it would lie below the edge."""
    for recorded in reversed(spoken.agreed):
        resolution = recorded.resolution
        due = resolution.due.isoformat() if resolution.due is not None else ""
        agreed = value(
            "resolution", "", {"text": resolution.text, "responsible": resolution.responsible, "due": due}
        )
        page.field(_("Decision"), safe(agreed))


def choices(width: int, height: int) -> Content:
    """Return the statuses with their digits, in as few lines as they need: what the room chooses from.

    Below them, where the terminal is high enough, stand the windows of the meeting with their keys.
    """
    offered = [(f"{n}", f"{status_mark(code)} {status(code)}") for n, code in enumerate(STATUS.codes, 1)]
    lines: list[Content | str] = [_keys(offered, width)]
    if height >= _ROOM_FOR_WINDOWS:
        commands = map(by_id, ("show_agenda", "earlier_decisions", "participants", "agree_as_a_whole"))
        lines += ["\n", _keys([(command.sign(), command.label) for command in commands], width)]
    return Content.assemble(*lines)


def _keys(offered: Sequence[tuple[str, str]], width: int) -> Content:
    parts: list[str | tuple[str, str]] = []
    used = 0
    for sign, words in offered:
        room = cell_len(sign) + 1 + cell_len(words) + _APART
        if parts and used + room - _APART > width:
            parts.append("\n")
            used = 0
        parts += [(sign, "bold $text-primary"), f" {words}{' ' * _APART}"]
        used += room
    return Content.assemble(*parts)


def head(title: str, place: tuple[int, int], seconds: int, width: int, present: int = 0) -> tuple[str, str]:
    """Return the first line: which meeting it is, and how far it has got, of how many, for how long."""
    dot = glyph(" · ", " - ")
    right = f"{_('{n} of {total}').format(n=place[0], total=place[1])}{dot}{clock(seconds)}"
    if present and width >= _ROOM_FOR_PRESENT:
        right = f"{right}{dot}{ngettext('{n} present', '{n} present', present).format(n=present)}"
    named = safe(title) if safe(title).startswith(_("Meeting")) else f"{_('Meeting')}{dot}{safe(title)}"
    return fit(named, width - len(right) - 2), right


def clock(seconds: int) -> str:
    """Return a length of time as hours, minutes and seconds: ``00:12:40``."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def tally(so_far: Minutes, last: str, undo: str, width: int) -> str:
    """Return how much was recorded so far, in one line; where there is room, the last and its undo."""
    lines = [line for item in so_far.items for line in item.lines]
    number = Counter(line.register.kind for line in lines if not line.confirmed)
    earlier = sum(line.follows_up for line in lines)
    confirmed = sum(line.confirmed and not line.follows_up for line in lines)
    agreed = sum(line.register.kind == "resolution" and not line.follows_up for line in lines)
    parts: list[str] = []
    if n := number["action"] + number["assessment"]:
        parts.append(ngettext("{n} set", "{n} set", n).format(n=n))
    if n := confirmed:
        parts.append(ngettext("{n} confirmed", "{n} confirmed", n).format(n=n))
    if n := number["money"]:
        parts.append(ngettext("{n} amount", "{n} amounts", n).format(n=n))
    if n := number["note"]:
        parts.append(ngettext("{n} note", "{n} notes", n).format(n=n))
    if n := agreed:
        parts.append(ngettext("{n} decision", "{n} decisions", n).format(n=n))
    if n := earlier:
        parts.append(ngettext("{n} earlier decision", "{n} earlier decisions", n).format(n=n))
    counted = glyph(" · ", " - ").join(parts)
    if not counted:
        return _("nothing recorded so far")
    parts_shown = [counted, *((last, undo) if last else ())]
    while len(parts_shown) > 1 and sum(map(cell_len, parts_shown)) + 3 * (len(parts_shown) - 1) > width:
        parts_shown.pop()
    return "   ".join(parts_shown)


def empty_page(width: int) -> Page:
    """Return a page that says that nothing of the agenda is in the plan any more."""
    page = Page(width, 1)
    words = _("No action of this agenda is in the plan any more. {key} adds one by its number.")
    page.paragraph(words.format(key=by_id("go_to_item").sign()))
    return page
