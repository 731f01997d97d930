"""A paper form typed in at the terminal: action by action in the order of the page, kept with each Enter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from language import Unreadable, _
from language.messages import message
from language.terms import status
from report.forms.form_words import called, last_reported
from schema.paper import DIGITS, NOTHING, read_row, read_status
from store.db.database import Store
from store.db.errors import UserError
from store.edits.recording import Recording
from store.edits.reported.record import preview_table
from store.plan.lookup import resolve_number
from store.query.paper import PaperForm, SaidRow, paper_table
from store.query.unit_form import FormRow
from terren import output
from terren.asking import asked

if TYPE_CHECKING:
    from tui.screens.drafts import FormDraft

_NUMBER: Final = re.compile(r"=?[^\s%@!#]{2,}|=\S+")
_MOST: Final = 200
"""Letters of a title and of what was reported last that are shown."""


Answer = TypeVar("Answer")


def answer(words: str, given: str | None, kept: str, read: Callable[[str], Answer]) -> Answer:
    """Return what an option says, or else a person, who is asked until it can be read; empty is ``kept``.

    Raises UserError ``paper_declined`` where the input ends before.
    """
    if given is not None:
        return read(given)
    while True:
        try:
            return read(_asked(words, kept) or kept)
        except (UserError, Unreadable) as error:
            _tell_wrong(error)


def _asked(words: str, before: str) -> str:
    typed = asked(f"{words} [{before}]:" if before else f"{words}:")
    if typed is None:
        raise UserError("paper_declined")
    return typed


def _tell_wrong(error: UserError | Unreadable) -> None:
    """Say what is wrong with an answer. Raises it where nobody can answer any more."""
    if error.code == "paper_declined":
        raise error
    output.say(message(error.code, error.params), colour="31")


def walk(
    store: Store, paper: PaperForm, draft: FormDraft, head: Mapping[str, str], today: date
) -> list[SaidRow]:
    """Return what a person types of each action, in the order of the page; ``head`` is kept beside it.

    Raises UserError ``paper_declined`` where the input ends before.
    """
    typed = _Walk(store, paper, draft, head, today)
    typed.run()
    return typed.rows()


class _Walk:
    """What is typed, by action: lines as :func:`schema.paper.read_status` reads them."""

    def __init__(
        self, store: Store, paper: PaperForm, draft: FormDraft, head: Mapping[str, str], today: date
    ) -> None:
        self._store, self._paper, self._draft, self._today = store, paper, draft, today
        self._head = head
        rows = {row.id for row in paper.rows}
        self.lines = {action: line for action, line in draft.fields.items() if action in rows}

    def run(self) -> None:
        """Ask for each action. Raises UserError ``paper_declined`` where the input ends before the last."""
        output.say(_help())
        at = 0
        while 0 <= at < len(self._paper.rows):
            row = self._paper.rows[at]
            output.say("")
            output.say(f"{at + 1}/{len(self._paper.rows)}  {row.nr}  {row.title[:_MOST]}")
            output.say("    " + " · ".join(last_reported(self._paper.form, row))[:_MOST])
            step = self._ask(row)
            at = max(0, at + step) if isinstance(step, int) else self._paper.rows.index(step)

    def rows(self) -> list[SaidRow]:
        """Return what was typed, in the order of the page."""
        return [self._read(row, self.lines[row.id]) for row in self._paper.rows if row.id in self.lines]

    def _read(self, row: FormRow, line: str) -> SaidRow:
        return SaidRow(row.id, read_row(*read_status(line), self._today))

    def _ask(self, row: FormRow) -> int | FormRow:
        """Ask for one action; how far to go on from it, or to which one."""
        digit, rest = read_status(self.lines.get(row.id, ""))
        while True:
            typed = _asked(_("Status"), digit)
            if typed == "-":
                return -1
            if typed == "q":
                return len(self._paper.rows)
            if typed == "x":
                self._keep(row, "")
                digit = rest = ""
                continue
            if typed == "?":
                output.say(_help())
                continue
            try:
                if _NUMBER.fullmatch(typed):
                    return self._row(typed.removeprefix("="))
                status_typed, more = read_status(typed)
                if typed and more == typed:
                    self._take(row, "", more)
                    return 1
            except (UserError, Unreadable) as error:
                _tell_wrong(error)
                continue
            digit = status_typed if typed else digit
            if (step := self._ask_amount(row, digit, rest, more)) is not None:
                return step

    def _ask_amount(self, row: FormRow, digit: str, rest: str, typed: str) -> int | None:
        """Ask for what follows a status, unless it was typed behind it, until it can be taken.

        Returns how far to go on from the action; None: back to its status.
        """
        while True:
            amount = typed or _asked(_("Amount, and more"), rest)
            if amount == "-":
                return None
            try:
                self._take(row, digit, rest if amount == "q" else amount or rest)
            except (UserError, Unreadable) as error:
                _tell_wrong(error)
                typed = ""
                continue
            return len(self._paper.rows) if amount == "q" else 1

    def _row(self, number: str) -> FormRow:
        nr = resolve_number(number, [row.nr for row in self._paper.rows])
        return next(row for row in self._paper.rows if row.nr == nr)

    def _take(self, row: FormRow, digit: str, rest: str) -> None:
        """Keep what was typed of an action. Raises UserError or Unreadable where it cannot be recorded."""
        if not digit and not rest:
            return
        line = f"{digit or NOTHING} {rest}".strip()
        rows = [self._read(row, line)]
        table = paper_table(self._paper, rows, person="-", day=self._today, today=self._today)
        for unclear in preview_table(self._store, table, Recording(self._today)).unclear:
            raise UserError(unclear.code, **unclear.params)
        self._keep(row, line)

    def _keep(self, row: FormRow, line: str) -> None:
        self.lines.pop(row.id, None)
        if line:
            self.lines[row.id] = line
        title = _("Paper form of {unit}").format(unit=called(self._paper.form))
        self._draft.keep(title, {**self._head, **self.lines} if self.lines else {})


def _help() -> str:
    digits = " · ".join(f"{digit} {status(code or None)}" for digit, code in DIGITS.items())
    signs = _(
        "Status: {digits}. Amount: 500 recurrent, 500/300 recurrent and capital; beside it 40%, @14.3. the"
        " day, !4 the reason, #words a note. Empty: nothing is said. - goes back, a number to its action, x"
        " takes away what was typed, q ends, ? says this again."
    )
    return signs.format(digits=digits)
