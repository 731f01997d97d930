"""What a person should look at in a document: fields that were inferred, and what it says against itself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from planreader.findings.settling import paths_about
from planreader.review.decided import DIFFERS, Decided, source_text
from planreader.review.decisions import CHANGED, key_of
from planreader.review.fields import Fields
from planreader.review.reading import DocumentReading
from store.plan.form import plan_to_form
from store.plan.model import Finding, Provenance

DECIDED_BEFORE: Final = "decided_before"
"""The code of a field that headquarters decided on another version, where it does not hold."""
CORRECTED: Final = "corrected"
"""The code of a field that was read for certain and corrected all the same."""


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


class Look:
    """The fields of a document as they were read, with what was decided on them."""

    def __init__(self, reading: DocumentReading, decided: Decided) -> None:
        assert reading.marks is not None
        self.decided, self.marks, self._before = decided, reading.marks, reading.decided.left
        self.read = Fields(plan_to_form(reading.plan))
        self._answered = {decision.subject for decision in decided.applied}

    def field(self, path: str, reason: str = "") -> FieldReading:
        """Return a field of the plan; ``reason`` stands for its own."""
        where = self.decided.as_read.provenance.get(path, Provenance(""))
        confidence = where.decided or ("certain" if where.certain else "inferred")
        source, why = source_text(self.marks, path), reason or where.reason
        return FieldReading(
            path, self.decided.fields[path], confidence, why, where.place, source, self.read[path]
        )

    def items(self) -> list[Item]:
        """Return all items in document order, those of the whole plan last; the numbers are those as read."""
        by_number: dict[str, list[Item]] = {nr: [] for nr in self.read.items if nr != "plan"}
        grouped = list(self._inferred())
        noticed = map(self._noticed, self.decided.as_read.findings)
        for item in (*grouped, *self._decided(grouped), *noticed):
            by_number.setdefault(item.nr, []).append(item)
        by_number["plan"] = by_number.pop("plan", [])
        return [item for items in by_number.values() for item in items]

    def of(self, nr: str) -> Item:
        """Return all fields of a number."""
        return self._item(nr, nr, "", self.read.of(nr), is_open=False)

    def _item(self, key: str, nr: str, code: str, paths: Iterable[str], *, is_open: bool) -> Item:
        fields = tuple(map(self.field, paths))
        place = "; ".join(dict.fromkeys(field.place for field in fields if field.place))
        return Item(key, nr, code, fields, None, place, is_open, self.decided.plan.currency)

    def _inferred(self) -> Iterator[Item]:
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for path, where in self.marks.provenance.items():
            if not where.certain and path in self.read:
                groups[path.partition("/")[0], where.reason].append(path)
        for (nr, reason), paths in groups.items():
            is_open = not self._answered.issuperset(paths)
            yield self._item(f"{nr} {reason}", nr, reason.partition(":")[0], paths, is_open=is_open)

    def _decided(self, grouped: Iterable[Item]) -> Iterator[Item]:
        """Yield what was corrected although it was read for certain, so that it can be seen and taken back;
        then what was decided on another version, where the document says or is read otherwise now."""
        listed = {field.path for item in grouped for field in item.fields}
        for decision in self.decided.applied:
            path = decision.subject
            if decision.decision == CHANGED and path not in listed:
                yield self._single(path, CORRECTED)
        for decision, why in self._before:
            path = decision.subject
            if why == DIFFERS and path in self.read:
                value = decision.value if decision.decision == CHANGED else decision.read
                text = json.dumps(None if value is ... else value, ensure_ascii=False)
                yield self._single(path, DECIDED_BEFORE, f"{DECIDED_BEFORE}:read={text}")

    def _single(self, path: str, code: str, reason: str = "") -> Item:
        is_open = path not in self._answered
        item = self._item(f"{path} {code}", path.partition("/")[0], code, [path], is_open=is_open)
        return item._replace(fields=(self.field(path, reason if is_open else ""),))

    def _noticed(self, finding: Finding) -> Item:
        paths = dict.fromkeys(
            path for path in paths_about(finding, self.decided.as_read) if path in self.read
        )
        item = self._item(key_of(finding), finding.where, finding.code, paths, is_open=not finding.accepted)
        return item._replace(finding=finding, place=finding.source)
