"""Words that people type for codes, and changes told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import language
from language import _, dates, ngettext, terms
from store.errors import Refused
from store.text import fold
from terren import output

if TYPE_CHECKING:
    from store.change import Change
    from store.database import Store
    from store.delivery import ChangeState
    from store.history import Step
    from terren.session import Session


def status_code(text: str, *, or_not_reported: bool = False) -> str:
    """The status that ``text`` means: a code, a key from 1 to 6, or its words in any of the languages.

    The beginning of a word is enough where it fits one status only; an empty text stays empty.
    Raises Refused ``status_unknown``.
    """
    typed = text.strip()
    codes = list(terms.STATUSES)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= len(codes):
        return codes[int(typed) - 1]
    known: dict[str, str | None] = {code: code for code in codes}
    if or_not_reported:
        known["not_reported"] = None
    return _code(typed, known, terms.status, "status_unknown")


def reason_code(text: str) -> str:
    """The reason for delay that ``text`` means, as :func:`status_code`. Raises Refused ``reason_unknown``."""
    return _code(text.strip(), {code: code for code in terms.REASONS}, terms.reason, "reason_unknown")


def _code(typed: str, known: Mapping[str, str | None], say: Callable[[str | None], str], refusal: str) -> str:
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
    if wanted in names:
        return names[wanted]
    found = {code for name, code in names.items() if name.startswith(wanted)}
    if len(found) == 1:
        return found.pop()
    raise Refused(refusal, found=typed, known=[f"{code} ({say(word)})" for code, word in known.items()])


def day(text: str, today: date) -> date:
    """The day that ``text`` names. Raises Refused ``date_unreadable``."""
    from language.dates import DateError, parse_date

    try:
        return parse_date(text, today)
    except DateError as error:
        raise Refused(error.code, **error.figures) from error


def in_words(step: Step, numbers: Mapping[str, str]) -> str:
    """A change as a sentence; ``numbers`` gives the number of an action by its id."""
    from language.dates import date as shown_day
    from language.registers import change as told

    change = step.change
    target = numbers.get(change.target, change.target)
    before, after = (
        [numbers.get(name, name) for name in held]
        if change.field == "successor" and isinstance(held, list)
        else held
        for held in (step.before, step.after)
    )
    sentence = told(change.kind, target, change.field, before, after)
    only_the_day = step.before == step.after and change.effective_on is not None
    return f"{sentence} ({shown_day(change.effective_on)})" if only_the_day else sentence


def state_in_words(state: ChangeState) -> str:
    """Where a change stands."""
    if state.file is not None:
        code, day = state.file.check_code[:4], dates.datetime(state.file.at)
        return _("in file {code} of {when}, no receipt yet").format(code=code, when=day)
    words = {
        "local": _("local"),
        "received": _("received"),
        "accepted": _("accepted"),
        "conflict": _("in conflict"),
        "held": _("held: its author may not make it"),
    }
    return words[state.state]


def tell_overdue(session: Session, store: Store) -> None:
    """Say that a receipt has been missing for long, where one has."""
    from time import time

    from store.delivery import RECEIPT_DAYS, overdue_receipt
    from store.identity import read_identity

    with store.reading() as conn:
        overdue = overdue_receipt(conn, read_identity(conn), int(time()), 1)
    if overdue is None or overdue.days < (session.config.receipt_days or RECEIPT_DAYS):
        return
    changes = ngettext(
        "{n} of your changes has no receipt", "{n} of your changes have no receipt", overdue.changes
    ).format(n=overdue.changes)
    since = ngettext("for {n} day", "for {n} days", overdue.days).format(n=overdue.days)
    advice = _("Send the file again, or call headquarters.")
    if overdue.file is None:
        advice = _("Export them.")
    output.tell(f"{changes} {since}. {advice}")


def told_changes(store: Store, changes: Iterable[Change]) -> list[str]:
    """What was just recorded, a sentence a change."""
    from store.history import step
    from store.lookup import action_numbers

    with store.reading() as conn:
        numbers = action_numbers(conn)
        return [in_words(step(conn, change), numbers) for change in changes]
