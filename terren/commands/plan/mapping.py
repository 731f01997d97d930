"""``terren import`` of a document whose columns are not known: a person says what they are.

What this needs is loaded only where somebody has to be asked.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap

from language import _
from language.messages import message
from language.reading.documents import ROLES, column_lines, example_of, missing_words, role_words
from language.reading.sources import source
from planreader.interpret.mapping.given import UNSAID, Mapping
from planreader.review.mapped import Questions
from store.db.errors import UserError
from store.db.text import fold
from terren import output
from terren.asking import asked, at_terminal


def ask_columns(refused: UserError, *, knows_columns: bool) -> Mapping:
    """Return what a person at the terminal says of the columns of a document that was refused for them.

    Raises UserError ``mapping_open`` where the person stops, and ``refused`` itself, after the columns are
    shown, where nobody can be asked.
    """
    questions = Questions(refused)
    if not at_terminal():
        _show(questions)
        output.tell(_("For instance: {options}"), options=_example(questions))
        raise refused
    return _Talk(questions, knows_columns=knows_columns).run()


def _show(questions: Questions) -> None:
    for n, column in enumerate(questions.columns, 1):
        output.tell(*column_lines(n, column.name, column.role, column.samples, _width()))


def _width() -> int:
    return get_terminal_size().columns


def _example(questions: Questions) -> str:
    suggested = {key: text for key in questions.missing if (text := questions.suggestion(key))}
    left = [key for key in questions.missing if key not in suggested]
    assumed = {**questions.assumed, **suggested, **_of_tracker(questions)}
    columns = [
        (name, role or (UNSAID if name in questions.open else "")) for name, role in questions.proposed
    ]
    return example_of(columns, assumed, left)


def _of_tracker(questions: Questions) -> dict[str, str]:
    """Return what the table leaves open of how actions stand, with what is likely meant.

    Where nothing is, it is asked when the table is recorded.
    """
    from planreader.review.recorded import read_tracker

    columns = tuple((name, role) for name, role in questions.proposed if role)
    try:
        tracker = read_tracker(Path(questions.file), Mapping(columns))
    except UserError:
        return {}
    waiting = tracker.open(tuple(questions.years), date.today())
    return {key: likely for key, likely in waiting.items() if likely and not key.startswith("column.")}


class _Talk:
    """The conversation: the columns as they seem to be, corrected one by one, then what none of them says."""

    def __init__(self, questions: Questions, *, knows_columns: bool) -> None:
        self.questions, self.knows_columns = questions, knows_columns

    def run(self) -> Mapping:
        """Return the answers. Raises UserError ``mapping_open`` where the person stops."""
        told = _("{file}: the columns of the table ({place}) have to be named.")
        output.tell(told, file=self.questions.file, place=source(self.questions.place))
        if not (self.knows_columns and self.questions.has_action):
            self._columns()
        for key in self.questions.missing:
            self._assume(key)
        return self.questions.mapping()

    def _columns(self) -> None:
        _show(self.questions)
        roles = _("Roles:") + " " + ", ".join(_role_of_list(role) for role in ROLES)
        output.tell(*wrap(roles, _width(), break_long_words=False))
        while True:
            words = _("Number and role of a column (“3 outputs”); Enter when all are right; q stops:")
            answer = self._answer(words)
            if answer:
                self._named(answer)
            elif not self.questions.has_action:
                output.tell(missing_words("action"))
            else:
                try:
                    self.questions.mapping()
                except UserError as refused:
                    output.tell(message(refused.code, refused.params))
                else:
                    return

    def _named(self, answer: str) -> None:
        typed, _space, words = answer.partition(" ")
        columns = self.questions.columns
        try:
            if not (
                typed.isascii() and typed.isdigit() and len(typed) < 5 and 0 < int(typed) <= len(columns)
            ):
                raise UserError("review_answer", found=answer, known=f"1–{len(columns)}")
            column = columns[int(typed) - 1]
            if not words.strip():
                words = self._answer(_("What is “{name}”:").format(name=column.name))
            self.questions.call(column.name, _role_called(words))
        except UserError as refused:
            output.tell(message(refused.code, refused.params))
            return
        now = self.questions.columns[int(typed) - 1]
        output.tell(column_lines(int(typed), now.name, now.role, now.samples, _width())[0])

    def _assume(self, key: str) -> None:
        start = self.questions.suggestion(key)
        shown = f" [{start}]" if start else ""
        asks = {
            "deadline": _(
                "No column tells deadlines: all are due in (for instance 2025 or 2024-2026){shown}:"
            ),
            "lead": _(
                "No column tells who is responsible: for all actions it is (a dash: nobody is named){shown}:"
            ),
            "objective": _("There are no objectives: the one above all actions is called{shown}:"),
            "title": _("The document prints no title: the plan is called{shown}:"),
        }
        while key in self.questions.missing:
            answer = self._answer(asks[key].format(shown=shown)) or start
            if not answer:
                output.tell(_("Nothing can be read without an answer; q stops."))
                continue
            try:
                self.questions.assume(key, answer)
            except UserError as refused:
                output.tell(message(refused.code, refused.params))

    def _answer(self, words: str) -> str:
        answer = asked(words)
        if answer is None or answer == "q":
            raise UserError("mapping_open", file=self.questions.file)
        return answer


def _role_of_list(role: str) -> str:
    words = role_words(role) if role != "budget.YEAR" else _(ROLES[role])
    name = "budget.2022" if role == "budget.YEAR" else role
    return name if words == name else f"{name} ({words})"


def _role_called(words: str) -> str:
    """Return the role that a person typed, by its own name or in the words of the language."""
    typed = words.strip()
    by_word = {fold(_(name)): role for role, name in ROLES.items() if role != "budget.YEAR"}
    return by_word.get(fold(typed), typed)
