"""Statuses, reasons, days and other values as people type them, on both faces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import language
from language import terms
from store.db.errors import Refused
from store.db.text import fold
from store.status.status_fields import whole_percent

if TYPE_CHECKING:
    from store.history.conflicts import Conflict


def status_code(text: str, *, or_not_reported: bool = False) -> str:
    """The status that ``text`` means: a code, a key from 1 to 6, or its words in any of the languages.

    Words of plans and reports are understood as well. The beginning of a word is enough where it fits one
    status only; an empty text stays empty. Raises Refused ``status_unknown``.
    """
    typed = text.strip()
    codes = list(terms.STATUSES)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= len(codes):
        return codes[int(typed) - 1]
    known: dict[str, str | None] = {code: code for code in codes}
    if or_not_reported:
        known["not_reported"] = None
    return _code(typed, known, terms.status, "status_unknown", terms.STATUS_WORDS_OF_PLANS)


def reason_code(text: str) -> str:
    """The reason for delay that ``text`` means, as :func:`status_code`. Raises Refused ``reason_unknown``."""
    return _code(text.strip(), {code: code for code in terms.REASONS}, terms.reason, "reason_unknown")


def evidence_kind_code(text: str) -> str:
    """The kind of evidence that ``text`` means, as :func:`status_code`. Raises Refused."""
    known: dict[str, str | None] = {code: code for code in terms.EVIDENCE_KINDS}
    return _code(text.strip(), known, lambda code: terms.evidence_kind(code or ""), "evidence_kind_unknown")


def _code(
    typed: str,
    known: Mapping[str, str | None],
    say: Callable[[str | None], str],
    refusal: str,
    others: Mapping[str, str] = MappingProxyType({}),
) -> str:
    if not typed or typed in known:
        return typed
    wanted = fold(typed)
    names: dict[str, str] = {}
    before = language.current()
    try:
        for speech in language.LANGUAGES:
            language.use(speech)
            names.update({fold(say(word)): code for code, word in known.items()})
    finally:
        language.use(before)
    names.update(
        {fold(code.replace("_", " ")): code for code in known} | {fold(code): code for code in known}
    )
    # a beginning that the screens' words have means one of these
    for words in (names, {fold(word): code for word, code in others.items()}):
        if wanted in words:
            return words[wanted]
        found = {code for name, code in words.items() if name.startswith(wanted)}
        if len(found) == 1:
            return found.pop()
        if found:
            break
    raise Refused(refusal, found=typed, known=[f"{code} ({say(word)})" for code, word in known.items()])


def day(text: str, today: date) -> date:
    """The day that ``text`` names. Raises Refused ``date_unreadable``."""
    from language.dates import DateError, parse_date

    try:
        return parse_date(text, today)
    except DateError as error:
        raise Refused(error.code, **error.params) from error


def typed_value(conflict: Conflict, text: str, cents: Callable[[str], int | None]) -> object:
    """The value that ``text`` means for the register in conflict; None, which clears, for an empty text.

    ``cents`` reads an amount, None where it is none that can stand by itself. Raises Refused
    ``status_unknown``, ``reason_unknown``, ``percent_range``, ``value_unreadable``, what an amount is refused
    for, or ``conflict_value`` where no value can be typed.
    """
    kind, _, _, field = conflict.register
    typed = text.strip()
    if not typed:
        return None
    if kind == "money":
        if (amount := cents(typed)) is None:
            # there is no one amount to which it could be added
            raise Refused("conflict_value", id=conflict.id, found=typed)
        return amount
    if kind == "indicator":
        return _measured(typed)
    if kind in ("action", "assessment"):
        return _of_action(field, typed)
    if kind == "note":
        return typed
    raise Refused("conflict_value", id=conflict.id, found=typed)


def _measured(typed: str) -> dict[str, str]:
    from store.edits.edits import checked_text
    from store.plan.figures import read_measured

    held = checked_text(typed, newlines=False)
    if read_measured(held) is None:
        raise Refused("value_unreadable", found=held)
    return {"value": held, "source": ""}


def _of_action(field: str, typed: str) -> object:
    if field == "status":
        return status_code(typed)
    if field == "reason":
        return reason_code(typed)
    if field == "percent":
        return whole_percent(typed)
    if field == "new_deadline":
        return deadline(typed)
    return typed


def deadline(text: str) -> str:
    """A year, or a day in ISO 8601. Raises Refused ``date_unreadable``."""
    from language.dates import DateError, parse_deadline

    try:
        return parse_deadline(text, date.today())
    except DateError as error:
        raise Refused(error.code, **error.params) from error
