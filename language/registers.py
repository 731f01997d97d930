"""Registers of the ledger, their values and changes, and where these stand, in words of the current language.

Kinds, fields and values may come from a newer version: what is unknown is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from language import N_, _, ngettext
from language.dates import age, date
from language.numbers import NOTHING, figure, number, priced
from language.terms import chapter, evidence_kind, reason, reporting_rule, review, status

FIELDS: Final = {
    "action": {
        "status": N_("Status"),
        "percent": N_("Percent complete"),
        "reason": N_("Reason for delay"),
        "reason_text": N_("Reason for delay, in words"),
        "new_deadline": N_("New deadline"),
        "output_reached": N_("Output reached"),
        "next_steps": N_("Next steps"),
    },
    "assessment": {"comment": N_("Comment")},
    "passport": {
        "measure": N_("Unit of measure"),
        "source": N_("Source of the data"),
        "formula": N_("Formula"),
        "responsible": N_("Responsible institution"),
        "available": N_("Time of availability"),
    },
    "period": {"due": N_("Due day"), "closed": N_("Closed")},
    "reporting": {"expected": N_("Expected to report")},
    "decision": {
        "cancelled": N_("Cancelled"),
        "redaction": N_("Redaction"),
        "release": N_("Version of Terren"),
        "reserve_key": N_("Reserve key"),
        "revision": N_("Revision of the plan"),
        "successor": N_("Followed by"),
    },
}
"""Fields of registers that are not money, by kind; an assessment has those of an action as well."""

ENTRIES: Final = frozenset({"note", "evidence", "resolution", "meeting"})
"""Kinds of which each register is an entry of its own, under a field that says nothing to people."""

MONEY: Final = {
    "allocated": N_("Allocated"),
    "capital.spent": N_("Spent, capital"),
    "recurrent.spent": N_("Spent, recurrent"),
}
"""Fields of money registers, without their year."""

KINDS: Final = {
    "action": N_("Action"),
    "money": N_("Money"),
    "indicator": N_("Measurement"),
    "note": N_("Note"),
    "evidence": N_("Evidence"),
    "assessment": N_("Assessment by headquarters"),
    "decision": N_("Decision"),
    "resolution": N_("Resolution"),
    "meeting": N_("Meeting"),
    "passport": N_("Passport of the indicator"),
    "review": N_("Review of the report"),
    "period": N_("Reporting period"),
    "reporting": N_("Reporting"),
    "narrative": N_("Narrative"),
    "name": N_("Name"),
}

NAMED: Final = {
    "institution": N_("Institutions"),
    "funding": N_("Funding"),
    "document": N_("Documents"),
}
"""What a register of a name's spelling concerns, in place of an action."""

STATES: Final = {
    "local": N_("not sent yet"),
    "received": N_("received"),
    "accepted": N_("accepted"),
    "conflict": N_("in conflict"),
}
"""States that need no further words."""

HELD: Final = {
    "unit": N_("held: its author does not report for this unit"),
    "role": N_("held: only headquarters may say this"),
    "revoked": N_("held: the key of its author was revoked"),
    "form": N_("held: a value of the wrong form"),
    "counter": N_("held: its number is far beyond all that its author can have seen"),
}
"""Reasons for which a change changes no view."""

_MONEY_FIELD: Final = re.compile(r"(\d{4})\.([a-z.]+)", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)


_BEGINNING: Final = 60
_LONGEST: Final = 15_000
"""Characters of the longest text that a person types."""
_SAYING: Final = ("text", "title", "value", "ref", "version", "note")
"""What of an object's keys is said, in this order."""

GONE: Final = object()
"""A value that has been redacted."""


def is_redaction(code: str, field: str) -> bool:
    """Whether a register is headquarters' word that a value is redacted."""
    return code == "decision" and field.startswith("redaction.")


def kind(code: str) -> str:
    """The kind of a register in words."""
    return _(KINDS[code]) if code in KINDS else figure("kind", code)


def register(code: str, field: str) -> str:
    """What a register holds: "Status", "Spent, capital 2022", "Note", "Measurement 2022"."""
    if code == "money" and (match := _MONEY_FIELD.fullmatch(field)):
        label = _(MONEY[match[2]]) if match[2] in MONEY else match[2]
        return f"{label} {match[1]}"
    if is_redaction(code, field):
        field = "redaction"
    known = FIELDS.get(code, {}).get(field) or (FIELDS["action"].get(field) if code == "assessment" else None)
    if known:
        return _(known) if code == "action" else f"{kind(code)}: {_(known)}"
    if code == "narrative":
        return chapter(*field.split(".", 1))
    if code == "indicator" and _YEAR.match(field):
        return f"{kind(code)} {figure('field', field)}"
    if code in ENTRIES or (code, field) == ("review", "report"):
        return kind(code)
    return f"{kind(code)}: {figure('field', field)}" if field else kind(code)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        named = [value[key] for key in _SAYING if value.get(key) not in (None, "")]
        return " · ".join(figure("value", item) for item in named) or figure("value", value)
    return figure("value", value)


def _begun(text: str) -> str:
    """Return the beginning of a text."""
    return f"{text[:_BEGINNING]}…" if len(text) > _BEGINNING else text


def _is_known(code: str, field: str) -> bool:
    """Whether a person here types such a value, so that it is of a length that one reads."""
    fields = FIELDS.get(code, {field: code})
    return code in KINDS and (field in fields or (code == "assessment" and field in FIELDS["action"]))


def _resolution(held: Mapping[str, object]) -> str:
    parts = [figure("text", held.get("text"))]
    if who := held.get("responsible"):
        parts.append(_("Responsible: {who}").format(who=figure("responsible", who)))
    if due := held.get("due"):
        parts.append(_("Due: {day}").format(day=figure("due", date(due) if isinstance(due, str) else due)))
    return " · ".join(parts)


def _revision(held: Mapping[str, object]) -> str:
    digest = figure("sha256", held.get("sha256", held.get("of")))[:8]
    if "part" in held:
        return _("part {n} of {digest}").format(n=figure("part", held["part"]), digest=digest)
    return _("revision {number} ({digest})").format(
        number=figure("revision", held.get("revision")), digest=digest
    )


def _of_action(field: str, value: object) -> str:
    words: dict[str, Callable[[str], str]] = {"status": status, "reason": reason, "new_deadline": date}
    if isinstance(value, str) and field in words:
        return figure(field, words[field](value))
    if field == "percent" and isinstance(value, int) and not isinstance(value, bool):
        return f"{number(value)}%"
    return _plain(value)


def value(code: str, field: str, held: object, currency: str = "") -> str:
    """The value of a register in words: a status, an amount, a day, one line of text; a dash for None.

    ``currency`` is the plan's, where it does not stand above the amounts already. Of a text that is longer
    than any that a person types, or of a field that nobody here knows, it is the beginning.
    """
    text = _in_words(code, field, held, currency)
    return text if len(text) <= _LONGEST and _is_known(code, field) else _begun(text)


def _in_words(code: str, field: str, held: object, currency: str) -> str:
    if held is GONE:
        return _("redacted")
    if held is None:
        return status(None) if code in ("action", "assessment") and field == "status" else NOTHING
    if code == "money" and isinstance(held, int) and not isinstance(held, bool):
        return priced(held, currency)
    if code == "period" and isinstance(held, str):
        return figure("day", date(held))
    if code == "reporting" and isinstance(held, dict):
        units = held.get("units")
        return reporting_rule(str(held.get("who")), map(str, units) if isinstance(units, list) else ())
    if code in ("action", "assessment"):
        return _of_action(field, held)
    if code == "evidence" and isinstance(held, dict) and isinstance(held.get("kind"), str):
        return f"{evidence_kind(held['kind'])}: {_plain(held)}"
    if code == "meeting" and isinstance(held, dict) and held.get("ended") is True:
        return f"{_plain(held)} ({_('ended')})"
    if code == "review" and isinstance(held, dict):
        return review(str(held.get("state")), str(held.get("reason", "")))
    if code == "resolution" and isinstance(held, dict):
        return _resolution(held)
    if code == "decision" and field == "revision" and isinstance(held, dict):
        return _revision(held)
    if is_redaction(code, field) and isinstance(held, dict):
        return _("change {n}").format(n=f"{figure('replica', held.get('replica'))[:8]}:{held.get('seq')}")
    return _plain(held)


def change(
    code: str,
    target: str,
    field: str,
    old: object,
    new: object,
    currency: str = "",
    beside: Iterable[object] = (),
) -> str:
    """A change in words: "1.2.3, Status: Implemented → In progress"; for a new entry only what it says.

    ``beside`` are values that stand in conflict with the new one again.
    """
    what, after = register(code, field), value(code, field, new, currency)
    if code == "narrative":
        # a page of text in a line: its beginning tells which
        return f"{figure('target', target)}, {what}: {_begun(after)}"
    where = _(NAMED[target]) if code == "name" and target in NAMED else figure("target", target)
    if others := [value(code, field, other, currency) for other in beside]:
        return _("{register}: in conflict again: {values}").format(
            register=f"{where}, {what}", values=" / ".join([after, *others])
        )
    if code == "reporting":
        # its target is the plan, of which there is one
        return f"{what}: {value(code, field, old)} → {after}"
    if code == "meeting":
        # its target is random, and what it is about says which
        return f"{what}: {after}" if old is None else f"{what}: {value(code, field, old)} → {after}"
    if (
        (code in ENTRIES and old is None)
        or is_redaction(code, field)
        or (code, field) == ("decision", "revision")
    ):
        return f"{where}, {what}: {after}"
    return f"{where}, {what}: {value(code, field, old, currency)} → {after}"


def since(code: str, day: str | None) -> str:
    """Return in brackets, for behind a value, the day from which it holds; "" where it has none."""
    if not day:
        return ""
    return f" ({_('spent on {day}').format(day=date(day)) if code == 'money' else date(day)})"


def contradicting(held: Mapping[str, object]) -> str:
    """What of a report (its values by field) contradicts its status, in a sentence."""
    parts = [f"{register('action', field)}: {value('action', field, what)}" for field, what in held.items()]
    said = ngettext("{what} contradicts the status.", "{what} contradict the status.", len(parts))
    return said.format(what=", ".join(parts))


def change_state(state: str, *, code: str = "", days: int = 0, reason: str | None = None) -> str:
    """The state of a change.

    ``code`` is the check code of the file that carries it since so many ``days``, ``reason`` why it is held.
    """
    if state == "in_file":
        return _("in file {code} ({age})").format(code=code[:4], age=age(days))
    if state == "held":
        return _(HELD[reason]) if reason in HELD else _("held: {reason}").format(reason=reason)
    return _(STATES[state]) if state in STATES else state
