"""Decisions of headquarters put to a plan that was just read; findings are found after them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from planreader.build.marks import Marks
from planreader.findings.findings import find
from planreader.review.decisions import ACCEPTED, CHANGED, DECIDED, Decision, key_of
from planreader.review.fields import Form, has, kind_of, numbered, put, value_at
from planreader.review.fieldvalues import as_kept
from planreader.vocabulary.deadlines import read_deadline
from store.db.errors import Refused
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
    applied: tuple[Decision, ...] = ()
    left: tuple[Left, ...] = ()
    numbered_as_read: Plan | None = None
    """The same plan under the numbers that the document was read with, where one has been corrected."""

    @property
    def as_read(self) -> Plan:
        """The plan under the numbers as read, by which decisions name its fields and findings."""
        return self.numbered_as_read or self.plan


def decide(plan: Plan, marks: Marks, decisions: Iterable[Decision], *, same: bool = True) -> Decided:
    """The plan of a document with what headquarters decided, and its findings after that.

    ``plan`` and ``marks`` are those of :func:`planreader.build.builder.assemble`. ``same`` says that the
    decisions
    were made on this very document; those made on another version of it count only for a field whose text is
    the same and is read the same, and for a finding with the same figures. Numbers are corrected last: all
    decisions name them as they were read. Raises Refused ``plan_form`` where the plan cannot hold a value and
    ``review_number_twice`` where two would bear one number.
    """
    form = plan_to_form(plan)
    items = numbered(form)
    given = list(decisions)
    fields = [decision for decision in given if not decision.on_finding]
    left = [Left(one, why) for one in fields if (why := _hindrance(one, items, marks, same))]
    hindered = {one.decision.subject for one in left}
    applied = [decision for decision in fields if decision.subject not in hindered]
    provenance = dict(plan.provenance)
    for decision in applied:
        provenance[decision.subject] = marked(decision, items, provenance, marks)
    for decision in applied:
        if decision.decision == CHANGED and not _is_number(decision):
            put(items, decision.subject, decision.value)
    _drop_blank_remarks(items, provenance)
    given_numbers = {
        one.subject.partition("/")[0]: one.value
        for one in applied
        if one.decision == CHANGED and _is_number(one)
    }
    now_numbered = _new_numbers([nr for nr in items if nr != "plan"], given_numbers) if given_numbers else {}
    made, now = plan, replace(marks, numbers=now_numbered)
    if any(decision.decision == CHANGED for decision in applied):
        made, now = plan_from_form(form), _after(now, applied, items)
    made = made._replace(provenance=provenance)
    accepted = {decision.subject: decision for decision in given if decision.on_finding}
    findings = tuple(_told(finding, accepted) for finding in find(made, now))
    known = {key_of(finding) for finding in findings}
    left += [Left(decision, GONE) for key, decision in accepted.items() if key not in known]
    applied += [decision for key, decision in accepted.items() if key in known]
    made = made._replace(findings=findings)
    if not now_numbered:
        return Decided(made, tuple(applied), tuple(left))
    return Decided(_renumbered(made, now_numbered), tuple(applied), tuple(left), made)


def _is_number(decision: Decision) -> bool:
    return not decision.on_finding and decision.subject.endswith("/nr")


def _told(finding: Finding, accepted: Mapping[str, Decision]) -> Finding:
    if key_of(finding) not in accepted:
        return finding
    return finding._replace(figures={**finding.figures, DECIDED: ACCEPTED})


def _hindrance(decision: Decision, items: Mapping[str, Form], marks: Marks, same: bool) -> str:
    path = decision.subject
    if not has(items, path) and not (decision.decision == ACCEPTED and path in marks.provenance):
        return UNKNOWN
    is_field = decision.read is not ... and has(items, path)
    reads_same = not is_field or as_kept(kind_of(path), value_at(items, path)) == decision.read
    if same:
        return "" if decision.decision == CHANGED or reads_same else DIFFERS
    text = " ".join((decision.source or "").split())
    return "" if reads_same and text and text == source_text(marks, path) else DIFFERS


def source_text(marks: Marks, path: str) -> str:
    """A field's text in the document on one line, empty where there is none."""
    return " ".join(clean(marks.sources.get(path, "")).split())


def marked(
    decision: Decision, items: Mapping[str, Form], provenance: Mapping[str, Provenance], marks: Marks
) -> Provenance:
    """The field's place with what it was before the decision, which stays beside the plan.

    What was read for certain and accepted stays certain.
    """
    known = provenance.get(decision.subject, Provenance(""))
    if decision.decision == ACCEPTED:
        if known.certain:
            return known
        return Provenance(known.place, True, f"{ACCEPTED}:reason={known.reason}")
    read: Any = value_at(items, decision.subject)
    if read in (None, "", []):
        read = source_text(marks, decision.subject) or None
    return Provenance(known.place, True, f"corrected:read={json.dumps(read, ensure_ascii=False)}")


def _drop_blank_remarks(items: Mapping[str, Form], provenance: dict[str, Provenance]) -> None:
    """Take remarks out that were set to nothing; what was read there stays as the reason of all remarks."""
    for nr, item in items.items():
        remarks = item.get("remarks", [])
        kept = [n for n, remark in enumerate(remarks, 1) if remark["text"]]
        if len(kept) == len(remarks):
            continue
        places = {n: provenance.pop(f"{nr}/remarks/{n}", Provenance("")) for n in range(1, len(remarks) + 1)}
        for new, old in enumerate(kept, 1):
            provenance[f"{nr}/remarks/{new}"] = places[old]
        provenance[f"{nr}/remarks"] = next(place for n, place in places.items() if n not in kept)
        item["remarks"] = [remarks[n - 1] for n in kept]


def _after(marks: Marks, applied: Iterable[Decision], items: Mapping[str, Form]) -> Marks:
    """What findings are found from, where fields have been corrected."""
    malformed, labels, findings = set(marks.malformed), dict(marks.labels), list(marks.findings)
    for decision in applied:
        if decision.decision != CHANGED:
            continue
        nr, *pieces = decision.subject.split("/")
        if pieces == ["deadline"]:
            malformed.discard(nr)
            if read_deadline(value_at(items, decision.subject)["raw"]).malformed:
                malformed.add(nr)
        elif pieces == ["total_label"] or pieces[0] == "totals":
            labels[nr] = nr if pieces == ["total_label"] else labels.get(nr, nr)
        if pieces[0] in ("budget", "totals"):
            findings = list(_still_unread(findings, nr, int(pieces[1])))
    return replace(marks, malformed=malformed, labels=labels, findings=findings)


def _still_unread(findings: Iterable[Finding], nr: str, year: int) -> Iterator[Finding]:
    for finding in findings:
        if (
            finding.code != "amount_unreadable"
            or finding.where != nr
            or finding.figures.get("year", year) != year
        ):
            yield finding


def _new_numbers(known: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The number of each of a plan's ``known`` ones after corrections (``given``, by the number as read).

    What stands below a corrected number follows it, where it has no correction of its own. Raises Refused
    ``review_number_twice`` where two would bear the same number.
    """
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for nr in known:
        above = nr.rpartition(".")[0]
        follows = f"{found[above]}{nr[len(above) :]}" if found.get(above, above) != above else nr
        found[nr] = given.get(nr, follows)
        first = taken.setdefault(found[nr], nr)
        if first != nr:
            raise Refused("review_number_twice", number=found[nr], first=first, second=nr)
    return found


def _renumbered(plan: Plan, numbers: Mapping[str, str]) -> Plan:
    """The plan, with the places of its fields and its findings, under other numbers."""
    strategic = tuple(
        group._replace(
            nr=numbers[group.nr],
            specific_objectives=tuple(
                objective._replace(
                    nr=numbers[objective.nr],
                    actions=tuple(action._replace(nr=numbers[action.nr]) for action in objective.actions),
                )
                for objective in group.specific_objectives
            ),
        )
        for group in plan.strategic_objectives
    )
    provenance: dict[str, Provenance] = {}
    for path, where in plan.provenance.items():
        nr, slash, field = path.partition("/")
        provenance[f"{numbers.get(nr, nr)}{slash}{field}"] = where
    findings = tuple(one._replace(where=numbers.get(one.where, one.where)) for one in plan.findings)
    return plan._replace(strategic_objectives=strategic, provenance=provenance, findings=findings)
