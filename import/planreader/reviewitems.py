"""What a person should look at in a document: fields that were inferred, and what it says against itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from planreader.decided import source_text
from planreader.decisions import Decision, key_of
from planreader.fields import Form, has, numbered, value_at
from planreader.reading import Reading
from planreader.source import decode, load
from store.plan import Finding, Plan, Provenance
from store.planform import plan_to_form
from store.text import clean

MOST_LINES: Final = 12
"""Lines of a source that are shown at once."""

_AT_LINES: Final = re.compile(r"lines? (\d+)(?:-(\d+))?")
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "acronym_near": ("institutions", "funding"),
    "budget_blank": ("budget/*",),
    "deadline_malformed": ("deadline",),
    "deadline_money": ("deadline", "budget/{year}"),
    "deadline_no_money": ("deadline", "budget/{year}"),
    "documents_blank": ("documents",),
    "funding_blank": ("funding",),
    "funding_suspect": ("funding",),
    "institutions_blank": ("institutions",),
    "output_blank": ("product",),
    "result_blank": ("indicators/{indicator}/result",),
    "spelling_variants": ("institutions", "funding"),
    "target_blank": ("indicators/{indicator}/{target}",),
    "total_blank": ("totals/*",),
    "total_label": ("total_label",),
    "total_mismatch": ("totals/{year}", "actions/{year}"),
}
"""The fields whose change can settle a finding; of others a person can only say that they stand."""


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


def review_items(reading: Reading, plan: Plan, decisions: Mapping[str, Decision]) -> list[Item]:
    """All items in document order, those of the whole plan last; ``plan`` is the one after ``decisions``."""
    assert reading.marks is not None
    form = plan_to_form(plan)
    look = _Look(reading, numbered(plan_to_form(reading.plan)), numbered(form), plan.provenance)
    found: dict[str, list[Item]] = defaultdict(list)
    for item in _inferred(look, decisions):
        found[item.nr].append(item)
    for finding in plan.findings:
        item = _noticed(look, finding, plan)
        found[item.nr].append(item)
    order = [*(nr for nr in look.now if nr != "plan"), "plan"]
    return [item for nr in [*order, *(nr for nr in found if nr not in order)] for item in found.get(nr, ())]


class _Look:
    """The plan before and after the decisions, by number."""

    def __init__(
        self,
        reading: Reading,
        before: Mapping[str, Form],
        now: Mapping[str, Form],
        provenance: Mapping[str, Provenance],
    ) -> None:
        self.reading, self.before, self.now, self.provenance = reading, before, now, provenance

    def field(self, path: str) -> FieldReading:
        marks = self.reading.marks
        assert marks is not None
        where = self.provenance.get(path, Provenance(""))
        confidence = where.decided or ("certain" if where.certain else "inferred")
        value = value_at(self.now, path) if has(self.now, path) else path.partition("/")[0]
        read = value_at(self.before, path) if has(self.before, path) else value
        return FieldReading(
            path, value, confidence, where.reason, where.place, source_text(marks, path), read
        )


def _inferred(look: _Look, decisions: Mapping[str, Decision]) -> Iterator[Item]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, where in look.reading.plan.provenance.items():
        nr, _slash, field = path.partition("/")
        if not where.certain and (has(look.before, path) or field == "nr"):
            groups[nr, where.reason].append(path)
    for (nr, reason), paths in groups.items():
        fields = tuple(look.field(path) for path in paths)
        is_open = any(path not in decisions for path in paths)
        code = reason.partition(":")[0]
        place = "; ".join(dict.fromkeys(field.place for field in fields if field.place))
        yield Item(f"{nr} {reason}", nr, code, fields, None, place, is_open)


def _noticed(look: _Look, finding: Finding, plan: Plan) -> Item:
    paths = [path for path in _paths(finding, plan) if has(look.now, path)]
    fields = tuple(map(look.field, paths))
    return Item(
        key_of(finding), finding.where, finding.code, fields, finding, finding.source, not finding.accepted
    )


def _paths(finding: Finding, plan: Plan) -> Iterator[str]:
    nr, figures = finding.where, finding.figures
    if finding.code == "amount_unreadable":
        years = [figures["year"]] if "year" in figures else list(plan.years)
        yield from (f"{nr}/{kind}/{year}" for kind in ("budget", "totals") for year in years)
    for form in _FIELDS.get(finding.code, ()):
        field, _slash, rest = form.partition("/")
        if rest == "*":
            yield from (f"{nr}/{field}/{year}" for year in plan.years)
        elif field == "actions":
            year = figures.get("year")
            below = (objective for objective in plan.specific_objectives() if objective.nr == nr)
            yield from (f"{action.nr}/budget/{year}" for objective in below for action in objective.actions)
        else:
            yield f"{nr}/{form}".format_map(defaultdict(str, figures))


class Excerpts:
    """The lines of a text document at a place; documents of other kinds have none."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lines: list[str] | None = None

    def at(self, place: str) -> list[tuple[int, str]]:
        """Numbers and texts of the lines of a place, MOST_LINES at most."""
        found: list[tuple[int, str]] = []
        for match in _AT_LINES.finditer(place):
            first, last = int(match[1]), int(match[2] or match[1])
            lines = self._read()[first - 1 : last]
            found += [(first + n, clean(line).rstrip()) for n, line in enumerate(lines)]
        return [(n, line) for n, line in found if line.strip()][:MOST_LINES]

    def _read(self) -> list[str]:
        if self._lines is None:
            path = self._reading.path
            text = decode(load(path), str(path)).replace("\r\n", "\n").replace("\r", "\n")
            self._lines = text.split("\n")
        return self._lines
