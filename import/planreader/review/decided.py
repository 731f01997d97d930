"""Decisions of headquarters put to a plan that was just read; findings are found after them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from planreader.build.marks import Marks
from planreader.findings.findings import find
from planreader.review.decisions import ACCEPTED, CHANGED, DECIDED, Decision, key_of
from planreader.review.fields import Fields, as_kept, kind_of
from planreader.vocabulary.deadlines import read_deadline
from store.db.errors import UserError
from store.db.text import clean
from store.plan.form import plan_from_form, plan_to_form
from store.plan.model import Finding, Plan, Provenance

UNKNOWN: Final = "unknown"
DIFFERS: Final = "differs"
GONE: Final = "gone"


class Left(NamedTuple):
    """A decision that was not put to the plan.

    ``why``: the plan has no such field (UNKNOWN); the document's text or its reading is another than the one
    that was decided on (DIFFERS); there is no such finding (GONE).
    """

    decision: Decision
    why: str


class Decided(NamedTuple):
    """A plan with its findings after the decisions, those that were put to it, and those that were not."""

    plan: Plan
    as_read: Plan
    """The same plan under the numbers as read, by which decisions name its fields and findings."""
    fields: Fields
    """The values after the decisions, by paths as read."""
    applied: tuple[Decision, ...] = ()
    left: tuple[Left, ...] = ()


def decide(plan: Plan, marks: Marks, decisions: Iterable[Decision], *, same: bool = True) -> Decided:
    """Return the plan of a document with what headquarters decided, and its findings after that.

    ``plan`` and ``marks`` are those of :func:`planreader.build.builder.assemble`. ``same`` says that the
    decisions were made on this very document; those made on another version of it count only for a field
    whose text is the same and is read the same, and for a finding with the same figures. Numbers are
    corrected last: all decisions name them as they were read. Raises UserError ``plan_form`` where the plan
    cannot hold a value and ``review_number_twice`` where two would bear one number.
    """
    form = plan_to_form(plan)
    fields, provenance = Fields(form), dict(plan.provenance)
    accepted, changed = dict[str, Decision](), dict[str, Any]()
    applied, left = list[Decision](), list[Left]()
    for decision in decisions:
        path = decision.subject
        if decision.on_finding:
            accepted[path] = decision
        elif why := _hindrance(decision, fields, marks, same):
            left.append(Left(decision, why))
        else:
            applied.append(decision)
            provenance[path] = _marked(decision, fields, provenance, marks)
            if decision.decision == CHANGED:
                changed[path] = decision.value
                if not path.endswith("/nr"):
                    fields[path] = decision.value
    renumbered = {path.partition("/")[0]: nr for path, nr in changed.items() if path.endswith("/nr")}
    numbers = _new_numbers([nr for nr in fields.items if nr != "plan"], renumbered) if renumbered else {}
    made = plan_from_form(form) if changed else plan
    made = made._replace(provenance=provenance)
    findings: list[Finding] = []
    for finding in find(made, replace(_after(marks, changed, fields), numbers=numbers)):
        accepting = accepted.get(key_of(finding))
        if accepting is not None:
            applied += [accepting] if accepting not in applied else []
            finding = finding._replace(figures={**finding.figures, DECIDED: ACCEPTED})
        findings.append(finding)
    left += [Left(decision, GONE) for decision in accepted.values() if decision not in applied]
    made = made._replace(findings=tuple(findings))
    now_numbered = made
    if numbers:
        for nr, new in numbers.items():
            fields[f"{nr}/nr"] = new
        now_numbered = _renumbered(made, plan_from_form(form), numbers)
    return Decided(now_numbered, made, fields, tuple(applied), tuple(left))


def _hindrance(decision: Decision, fields: Fields, marks: Marks, same: bool) -> str:
    path, is_field = decision.subject, decision.subject in fields
    if not is_field and not (decision.decision == ACCEPTED and path in marks.provenance):
        return UNKNOWN
    reads_same = not is_field or decision.read is ... or as_kept(kind_of(path), fields[path]) == decision.read
    if same:
        return "" if decision.decision == CHANGED or reads_same else DIFFERS
    text = " ".join((decision.source or "").split())
    return "" if reads_same and text and text == source_text(marks, path) else DIFFERS


def source_text(marks: Marks, path: str) -> str:
    """Return a field's text in the document on one line, empty where there is none."""
    return " ".join(clean(marks.sources.get(path, "")).split())


def _marked(
    decision: Decision, fields: Fields, provenance: Mapping[str, Provenance], marks: Marks
) -> Provenance:
    """Return the field's place with what it was before the decision, which stays beside the plan.

    What was read for certain and accepted stays certain.
    """
    before = provenance.get(decision.subject, Provenance(""))
    if decision.decision == ACCEPTED:
        return (
            before if before.certain else Provenance(before.place, True, f"{ACCEPTED}:reason={before.reason}")
        )
    read: Any = fields[decision.subject]
    if read in (None, "", []):
        read = source_text(marks, decision.subject) or None
    return Provenance(before.place, True, f"corrected:read={json.dumps(read, ensure_ascii=False)}")


def _after(marks: Marks, changed: Iterable[str], fields: Fields) -> Marks:
    """Return what findings are found from, where fields have been corrected."""
    malformed, labels, findings = set(marks.malformed), dict(marks.labels), list(marks.findings)
    for path in changed:
        nr, kind, *rest = path.split("/")
        if kind == "deadline":
            malformed.discard(nr)
            if read_deadline(fields[path]["raw"]).malformed:
                malformed.add(nr)
        elif kind == "total_label":
            labels[nr] = nr
        elif kind == "totals":
            labels.setdefault(nr, nr)
        if kind in ("budget", "totals"):
            about = ("amount_unreadable", nr, int(rest[0]))
            findings = [f for f in findings if about != (f.code, f.where, f.figures.get("year", about[2]))]
    return replace(marks, malformed=malformed, labels=labels, findings=findings)


def _new_numbers(as_read: Sequence[str], corrected: Mapping[str, str]) -> dict[str, str]:
    """Return each of a plan's numbers ``as_read`` after corrections (``corrected``, by the number as read).

    What stands below a corrected number follows it, where it has no correction of its own. Raises UserError
    ``review_number_twice`` where two would bear the same number.
    """
    renumbered: dict[str, str] = {}
    taken: dict[str, str] = {}
    for nr in as_read:
        above = nr.rpartition(".")[0]
        follows = f"{renumbered[above]}{nr[len(above) :]}" if renumbered.get(above, above) != above else nr
        renumbered[nr] = corrected.get(nr, follows)
        first = taken.setdefault(renumbered[nr], nr)
        if first != nr:
            raise UserError("review_number_twice", number=renumbered[nr], first=first, second=nr)
    return renumbered


def _renumbered(read: Plan, plan: Plan, numbers: Mapping[str, str]) -> Plan:
    """Return the plan under new ``numbers``, with the places and the findings of the one under those as
    read."""
    provenance: dict[str, Provenance] = {}
    for path, where in read.provenance.items():
        nr, slash, field = path.partition("/")
        provenance[f"{numbers.get(nr, nr)}{slash}{field}"] = where
    findings = tuple(
        finding._replace(where=numbers.get(finding.where, finding.where)) for finding in read.findings
    )
    return plan._replace(provenance=provenance, findings=findings)
