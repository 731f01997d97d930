"""``terren import --review``: a person at a terminal answers, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from language import N_, _, counted
from language.messages import message
from language.reading.readings import value
from store.db.errors import UserError
from terren import output
from terren.asking import asked, at_terminal
from terren.commands.plan.review_lines import item_lines
from terren.misuse import WrongUsage
from tui.review.item_words import kind_words, named

if TYPE_CHECKING:
    from planreader.review.reading import DocumentReading
    from planreader.review.review import DocumentReview
    from planreader.review.reviewitems import Item, Kind


def review_on_terminal(reading: DocumentReading, only: str | None = None) -> DocumentReview:
    """Walk a person through what is open, of the kind ``only`` or of all.

    Raises UserError ``review_no_terminal`` where there is none, and a wrong usage as :func:`kind_called`.
    """
    if not at_terminal():
        raise UserError("review_no_terminal", file=str(reading.path))
    from planreader.review.review import DocumentReview

    review = DocumentReview(reading)
    _ReviewWalk(review, None if only is None else kind_called(review, only)).run()
    return review


def kind_called(review: DocumentReview, code: str) -> Kind:
    """Return the kind of this code. Raises a wrong usage where the document has no such item."""
    kinds = {kind.code: kind for kind in review.kinds() if kind.code}
    if code not in kinds:
        listed = ", ".join(sorted(kinds)) or _("none")
        raise WrongUsage(N_("Choose one of: {known}."), code="choice_unknown", field="--only", known=listed)
    return kinds[code]


class _ReviewWalk:
    """The conversation: after each answer the next open item in document order, and then from the start."""

    def __init__(self, review: DocumentReview, only: Kind | None) -> None:
        self.review, self.only = review, only
        self.at = ""
        self.stays = only is not None
        self.left: set[str] = set()
        self.steps: list[tuple[str, frozenset[str]]] = []

    def run(self) -> None:
        while (item := self._next()) is not None:
            if not self._ask(item):
                break
        number = len(self.review.open)
        output.tell(counted("{n} item is still open.", "{n} items are still open.", number))
        if self.review.reading.corrections.exists():
            output.tell(_("The answers are in {file}."), file=self.review.reading.corrections)

    def _waiting(self) -> list[Item]:
        """Return what is open and of the kind that was chosen."""
        return [item for item in self.review.open if self.only in (None, item.kind)]

    def _next(self) -> Item | None:
        """Return the first item that waits at the number where one is or after it, else the first of all."""
        waiting = [item for item in self._waiting() if item.key not in self.left]
        if not waiting and self.only is not None and not self.stays:
            output.tell(_("Nothing more is open of this kind; all kinds follow."))
            self.only = None
            return self._next()
        order = {nr: n for n, nr in enumerate([*self.review.numbers[1:], "plan"])}
        start = order.get(self.at, 0)
        later = (item for item in waiting if order.get(item.nr, len(order)) >= start)
        return next(later, waiting[0] if waiting else None)

    def _ask(self, item: Item) -> bool:
        """Ask about one item until there is an answer; False to stop."""
        self.at = item.nr
        output.tell("")
        output.tell(*item_lines(item, self.review.excerpt(item.place), len(self._waiting())))
        choices = _choices(len(self.review.alike(item)), changeable=bool(item.fields))
        while True:
            answer = asked(" · ".join(f"{key} {words}" for key, words in choices.items()) + ":")
            if answer is None or answer == "q":
                return False
            try:
                # where nothing is alike, all of this kind is the item alone
                if answer and answer not in {*choices, "A", "S"}:
                    raise UserError("review_answer", found=answer, known=", ".join(choices))
                if answer and self._done(item, answer):
                    return True
            except UserError as refused:
                output.tell(message(refused.code, refused.params))

    def _done(self, item: Item, answer: str) -> bool:
        """Do what was answered; return True if the item has been dealt with."""
        if answer in ("s", "S"):
            skipped = {
                alike_item.key for alike_item in (self.review.alike(item) if answer == "S" else [item])
            } - self.left
            self.left |= skipped
            self.steps.append((item.key, frozenset(skipped)))
            return True
        if answer == "b":
            return self._back()
        if answer == "k":
            return self._choose_kind()
        if answer == "g":
            return self._go()
        if answer == "a":
            self.review.accept([item])
        elif answer == "A":
            self.review.accept(self.review.alike(item))
        elif not (self._change(item) if answer == "c" else self._other(item)):
            return False
        self.steps.append((item.key, frozenset()))
        return True

    def _change(self, item: Item) -> bool:
        """Ask for the field and its new value; False where the person thought better of it."""
        chosen = item.fields[0]
        if len(item.fields) > 1:
            for n, reading in enumerate(item.fields, 1):
                words_read = value(reading.value, reading.path, item.currency)
                output.tell(f"  {n}  {named(reading, item)}: {words_read}")
            typed = asked(_("Which of them [1]:"))
            if typed is None:
                return False
            chosen = item.fields[_number(typed or "1", first=1, last=len(item.fields)) - 1]
        words = _(
            "{field}, new value (a dash leaves it empty, entries parted by semicolons, Enter keeps it):"
        )
        text = asked(words.format(field=named(chosen, item)))
        if not text:
            return False
        self.review.change(item, chosen, text)
        return True

    def _other(self, item: Item) -> bool:
        """Correct any field of any number."""
        nr = asked(_("Fields of which number [{nr}]:").format(nr=item.nr))
        return nr is not None and self._change(self.review.item_of(nr or item.nr))

    def _choose_kind(self) -> bool:
        """Ask which kind to walk through, of those with something open."""
        kinds = [(kind, number) for kind, number in self.review.kinds().items() if number]
        for n, (kind, number) in enumerate(kinds, 1):
            output.tell(f"  {n}  {kind_words(kind)}: {number}")
        output.tell(f"  0  {_('all kinds')}")
        typed = asked(_("Which kind [0]:"))
        if typed is None:
            return False
        chosen = _number(typed or "0", first=0, last=len(kinds))
        self.only = kinds[chosen - 1][0] if chosen else None
        return True

    def _go(self) -> bool:
        """Ask for a number to go on from."""
        typed = asked(_("Go on from which number:"))
        if not typed:
            return False
        self.at = self.review.item_of(typed).nr
        self.left -= {item.key for item in self.review.items if item.nr == self.at}
        return True

    def _back(self) -> bool:
        if not self.steps:
            output.tell(_("This is the first item."))
            return False
        key, skipped = self.steps.pop()
        if skipped:
            self.left -= skipped
        else:
            self.review.back()
        self.at = next((item.nr for item in self.review.items if item.key == key), "")
        return True


def _number(typed: str, *, first: int, last: int) -> int:
    """Return the number that was typed.

    Raises UserError ``review_answer`` where it is none of those shown.
    """
    # more digits than any list has are no number, and int() refuses thousands of them
    if not (typed.isascii() and typed.isdigit() and len(typed) < 9 and first <= int(typed) <= last):
        raise UserError("review_answer", found=typed, known=f"{first}–{last}")
    return int(typed)


def _choices(alike: int, *, changeable: bool) -> dict[str, str]:
    """Return what can be answered: the key, and what it does."""
    choices = {"a": _("accept")}
    if changeable:
        choices["c"] = _("change")
    choices["s"] = _("skip")
    if alike > 1:
        choices["A"] = _("accept all {n} of this kind").format(n=alike)
        choices["S"] = _("skip them")
    choices |= {"o": _("other field"), "g": _("go to"), "k": _("kinds"), "b": _("back"), "q": _("stop")}
    return choices
