"""What a person should look at in a document: fields that were inferred, and what it says against itself."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from planreader.findings.settling import paths_about
from planreader.review.decided import DIFFERS, marked, source_text
from planreader.review.decisions import CHANGED, Decision, key_of
from planreader.review.fields import Fields
from planreader.review.reading import Reading
from planreader.sources.source import decode, load
from store.db.text import clean
from store.plan.form import plan_to_form
from store.plan.model import Finding, Plan, Provenance

MOST_LINES: Final = 12
"""Lines of a source that are shown at once."""

DECIDED_BEFORE: Final = "decided_before"
"""The code of a field that headquarters decided on another version, where it does not hold."""
CORRECTED: Final = "corrected"
"""The code of a field that was read for certain and corrected all the same."""

_AT_LINES: Final = re.compile(r"lines? (\d+)(?:-(\d+))?")


class FieldReading(NamedTuple):
    """A field as it stands after the decisions: plain form, how sure, why, where, its text in the document.

    ``confidence`` is ``certain``, ``inferred``, ``accepted`` or ``corrected``; ``read`` is what the reader
    had made of it.
    """

    path: str
    value: Any
    confidence: str
    reason: str
    place: str
    source: str
    read: Any


class Kind(NamedTuple):
    """What items have in common: the code of a reason, or that of a finding."""

    code: str
    is_finding: bool


class Item(NamedTuple):
    """Something to look at: fields of one number that were inferred for one reason, or a finding.

    ``key`` names it as long as it is there; ``code`` is that of the reason or the finding, by which several
    can be accepted at once; ``fields`` are what was inferred, or what can be changed to settle the finding.
    """

    key: str
    nr: str
    code: str
    fields: tuple[FieldReading, ...]
    finding: Finding | None
    place: str
    open: bool
    currency: str = ""
    """That of the amounts."""

    @property
    def kind(self) -> Kind:
        """By what items are filtered, and accepted together."""
        return Kind(self.code, self.finding is not None)


def review_items(reading: Reading, plan: Plan, decisions: Mapping[str, Decision]) -> list[Item]:
    """All items in document order, those of the whole plan last.

    ``plan`` is the one after ``decisions``, under its numbers as read.
    """
    look = Look(reading, decisions)
    found: dict[str, list[Item]] = {nr: [] for nr in look.fields.items if nr != "plan"}
    grouped = list(_inferred(look))
    for item in (*grouped, *_decided(look, grouped), *(_noticed(look, one, plan) for one in plan.findings)):
        found.setdefault(item.nr, []).append(item._replace(currency=plan.currency))
    return [item for nr in [*(nr for nr in found if nr != "plan"), "plan"] for item in found.get(nr, ())]


class Look:
    """The fields of a document as they were read, with what was decided on them."""

    def __init__(self, reading: Reading, decisions: Mapping[str, Decision]) -> None:
        self.reading, self.decisions = reading, decisions
        self.fields = Fields(plan_to_form(reading.plan))

    def field(self, path: str, reason: str = "") -> FieldReading:
        """A field of the plan; ``reason`` stands for its own."""
        marks, provenance = self.reading.marks, self.reading.plan.provenance
        assert marks is not None
        where, value = provenance.get(path, Provenance("")), self.fields[path]
        confidence = where.decided or ("certain" if where.certain else "inferred")
        if (decision := self.decisions.get(path)) is not None:
            where, confidence = marked(decision, self.fields, provenance, marks), decision.decision
            if confidence == CHANGED:
                value, confidence = decision.value, CORRECTED
        source = source_text(marks, path)
        why = reason or where.reason
        return FieldReading(path, value, confidence, why, where.place, source, self.fields[path])


def _inferred(look: Look) -> Iterator[Item]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, where in look.reading.plan.provenance.items():
        if not where.certain and path in look.fields:
            groups[path.partition("/")[0], where.reason].append(path)
    for (nr, reason), paths in groups.items():
        fields = tuple(map(look.field, paths))
        is_open = any(path not in look.decisions for path in paths)
        place = "; ".join(dict.fromkeys(field.place for field in fields if field.place))
        yield Item(f"{nr} {reason}", nr, reason.partition(":")[0], fields, None, place, is_open)


def _decided(look: Look, grouped: Iterable[Item]) -> Iterator[Item]:
    """What was corrected although it was read for certain, so that it can be seen and taken back; then what
    was decided on another version, where the document says or is read otherwise now."""
    listed = {field.path for item in grouped for field in item.fields}
    for path, decision in look.decisions.items():
        if decision.decision == CHANGED and path not in listed and path in look.fields:
            yield _single(look.field(path), CORRECTED, is_open=False)
    for decision, why in look.reading.decided.left:
        path = decision.subject
        if why == DIFFERS and not decision.on_finding and path in look.fields:
            said = decision.value if decision.decision == CHANGED else decision.read
            known = json.dumps(None if said is ... else said, ensure_ascii=False)
            is_open = path not in look.decisions
            field = look.field(path, f"{DECIDED_BEFORE}:read={known}" if is_open else "")
            yield _single(field, DECIDED_BEFORE, is_open=is_open)


def _single(field: FieldReading, code: str, *, is_open: bool) -> Item:
    nr = field.path.partition("/")[0]
    return Item(f"{field.path} {code}", nr, code, (field,), None, field.place, is_open)


def _noticed(look: Look, finding: Finding, plan: Plan) -> Item:
    paths = dict.fromkeys(path for path in paths_about(finding, plan) if path in look.fields)
    fields = tuple(map(look.field, paths))
    is_open = not finding.accepted
    return Item(key_of(finding), finding.where, finding.code, fields, finding, finding.source, is_open)


class Excerpts:
    """The lines of a text document at a place; documents of other kinds have none."""

    def __init__(self, reading: Reading) -> None:
        self._path = reading.path

    def at(self, place: str) -> list[tuple[int, str]]:
        """Numbers and texts of the lines of a place, MOST_LINES at most."""
        found: list[tuple[int, str]] = []
        for match in _AT_LINES.finditer(place):
            first, last = int(match[1]), int(match[2] or match[1])
            lines = self._lines[first - 1 : last]
            found += [(first + n, clean(line).rstrip()) for n, line in enumerate(lines)]
        return [(n, line) for n, line in found if line.strip()][:MOST_LINES]

    @cached_property
    def _lines(self) -> list[str]:
        return re.split(r"\r\n?|\n", decode(load(self._path), str(self._path)))
