"""``terren import --review``: a person at a terminal answers, item by item; for scripts the items as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from language import _, ngettext
from language.findings import finding
from language.messages import message
from language.readings import field, reason, reason_code, value
from language.sources import source
from store.errors import Refused
from terren import output

if TYPE_CHECKING:
    from planreader.reading import Reading
    from planreader.review import Review
    from planreader.reviewitems import Excerpts, FieldReading, Item


def review_on_terminal(reading: Reading) -> Review:
    """Walk a person through what is open. Raises Refused ``review_no_terminal`` where there is none."""
    if not at_terminal():
        raise Refused("review_no_terminal", file=str(reading.path))
    from planreader.review import Review

    review = Review(reading)
    _Walk(review).run()
    return review


def at_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


class _Walk:
    """The conversation: after each answer the next open item in document order."""

    def __init__(self, review: Review) -> None:
        from planreader.reviewitems import Excerpts

        self.review, self.excerpts = review, Excerpts(review.reading)
        self.left: set[str] = set()
        self.steps: list[tuple[str, bool]] = []

    def run(self) -> None:
        while (item := next((one for one in self.review.open if one.key not in self.left), None)) is not None:
            if not self._ask(item):
                break
        number = len(self.review.open)
        output.tell(ngettext("{n} item is still open.", "{n} items are still open.", number).format(n=number))
        if self.review.reading.corrections.exists():
            output.tell(_("The answers are in {file}.").format(file=self.review.reading.corrections))

    def _ask(self, item: Item) -> bool:
        """Ask about one item until there is an answer; False to stop."""
        output.tell("")
        for line in item_lines(item, self.excerpts, len(self.review.open)):
            output.tell(line)
        alike = len(self.review.alike(item))
        while True:
            answer = _typed(_choices(alike, changeable=bool(item.fields)))
            if answer is None or answer == "q":
                return False
            try:
                if self._done(item, answer):
                    return True
            except Refused as refused:
                output.tell(message(refused.code, refused.figures))

    def _done(self, item: Item, answer: str) -> bool:
        if answer == "a":
            self.review.accept([item])
        elif answer == "A":
            self.review.accept(self.review.alike(item))
        elif answer == "c" and item.fields:
            if not self._change(item):
                return False
        elif answer == "s":
            self.left.add(item.key)
            self.steps.append((item.key, True))
            return True
        elif answer == "b":
            return self._back()
        else:
            return False
        self.steps.append((item.key, False))
        return True

    def _change(self, item: Item) -> bool:
        """Ask for the field and its new value; False where the person thought better of it."""
        chosen = item.fields[0]
        if len(item.fields) > 1:
            for n, one in enumerate(item.fields, 1):
                output.tell(f"  {n}  {named(one, item)}: {value(one.value, one.path)}")
            typed = _typed(_("Which of them [1]:"))
            if typed is None:
                return False
            if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(item.fields)):
                return False
            chosen = item.fields[int(typed or 1) - 1]
        words = _("{field}, new value (a dash for nothing, entries parted by semicolons, Enter keeps it):")
        text = _typed(words.format(field=named(chosen, item)))
        if not text:
            return False
        self.review.change(item, chosen, text)
        return True

    def _back(self) -> bool:
        if not self.steps:
            output.tell(_("This is the first item."))
            return False
        key, skipped = self.steps.pop()
        if skipped:
            self.left.discard(key)
        else:
            self.review.back()
        return True


def _typed(question: str) -> str | None:
    """What a person answers, None at the end of input."""
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


def _choices(alike: int, *, changeable: bool) -> str:
    choices = ["a " + _("accept")]
    choices += ["c " + _("change")] if changeable else []
    choices += ["s " + _("skip")]
    choices += ["A " + _("accept all {n} of this kind").format(n=alike)] if alike > 1 else []
    choices += ["b " + _("back"), "q " + _("stop")]
    return " · ".join(choices) + ":"


def named(one: FieldReading, item: Item) -> str:
    """A field as it is called within an item: with its number where that is another."""
    nr = one.path.partition("/")[0]
    return field(one.path) if nr == item.nr else f"{nr} {field(one.path)}"


def why(one: FieldReading) -> str:
    """Why a field was read so."""
    return reason(one.reason, one.path, blank=one.value in (None, "", []))


def item_lines(item: Item, excerpts: Excerpts, left: int) -> list[str]:
    """An item for a person: what and where, the source, the reading beside it, why it is asked about."""
    count = ngettext("{n} open", "{n} open", left).format(n=left)
    where = f" [{source(item.place)}]" if item.place else ""
    lines = [f"{item.nr}{where} · {count}"]
    if item.finding is not None:
        lines.append(f"  ! {finding(item.finding.code, item.finding.where, item.finding.figures)}")
    shown = excerpts.at(item.place)
    width = len(str(shown[-1][0])) if shown else 0
    lines += [f"  {n:>{width}} | {line}" for n, line in shown]
    few = (
        item.fields if item.finding is None else [one for one in item.fields if one.path.startswith(item.nr)]
    )
    for one in few:
        if one.source and not shown:
            lines.append(
                "  " + _("{field}, in the document: {text}").format(field=named(one, item), text=one.source)
            )
    for one in few:
        doubt = f" ({why(one)})" if item.finding is None else ""
        lines.append(f"  {named(one, item)} = {value(one.value, one.path)}{doubt}")
    return lines


def items_form(review: Review) -> list[dict[str, Any]]:
    """All review items as plain data, a row a field or finding, answered ones too."""
    return [row for item in review.items for row in _rows(item)]


def _rows(item: Item) -> list[dict[str, Any]]:
    if item.finding is None:
        return [_row(item, one) for one in item.fields]
    first = item.fields[0] if item.fields else None
    row = _row(item, first)
    said = finding(item.finding.code, item.finding.where, item.finding.figures)
    row |= {
        "key": item.key,
        "place": item.place,
        "reason": None,
        "words": said,
        "finding": item.finding.code,
        "open": item.open,
        "fields": [one.path for one in item.fields],
    }
    return [row]


def _row(item: Item, one: FieldReading | None) -> dict[str, Any]:
    return {
        "key": None if one is None else one.path,
        "number": item.nr,
        "field": None if one is None else one.path,
        "reading": None if one is None else one.value,
        "confidence": None if one is None else one.confidence,
        "reason": None if one is None else reason_code(one.reason),
        "words": None if one is None else why(one),
        "place": None if one is None else one.place,
        "source": None if one is None else one.source,
        "finding": None,
        "open": one is not None and one.confidence == "inferred",
        "fields": [] if one is None else [one.path],
    }
