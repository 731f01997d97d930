"""Compares a plan as read with the truth, field by field; equal means equal after white-space folding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from store.plan.model import Action, Finding, Indicator, Plan, Target
from tests.documents.expectations import ANYWHERE, OUTSIDE, Expected

NUMBERS: Final = "numbers"
TEXTS: Final = "texts"
MONTHS: Final = "months"

_DIGIT: Final = re.compile(r"\d")


class Field(NamedTuple):
    """One field of a plan: its kind (numbers, texts or months) and its folded value."""

    kind: str
    value: object


class Difference(NamedTuple):
    """A field that was read otherwise than it is; None stands for a field that the other side lacks."""

    path: str
    kind: str
    truth: object
    found: object


class Score(NamedTuple):
    """Fields right and in all by kind, differences, actions too many, and findings.

    ``missed`` were expected and not found; ``spurious`` found and neither expected nor allowed.
    """

    right: Mapping[str, int]
    total: Mapping[str, int]
    differences: tuple[Difference, ...]
    extra: tuple[str, ...]
    found: tuple[Expected, ...]
    missed: tuple[Expected, ...]
    spurious: tuple[Expected, ...]

    def share(self, kind: str) -> float:
        """Part of the fields of a kind that are right, in percent; 100 where there are none."""
        return 100 * self.right.get(kind, 0) / self.total[kind] if self.total.get(kind) else 100.0


def fold(text: str | None) -> str | None:
    """White space folded to single blanks; a blank text is None."""
    return " ".join(text.split()) or None if text is not None else None


def _entries(names: Sequence[str]) -> tuple[str | None, ...]:
    return tuple(fold(name) for name in names)


def _target_fields(path: str, target: Target | None) -> Iterator[tuple[str, Field]]:
    value = fold(target.value) if target else None
    kind = TEXTS if value and not _DIGIT.search(value) else NUMBERS
    yield f"{path}/value", Field(kind, value)
    yield f"{path}/year", Field(NUMBERS, target.year if target else None)


def _indicator_fields(owner: str, indicators: Sequence[Indicator]) -> Iterator[tuple[str, Field]]:
    yield f"{owner}/indicators/count", Field(NUMBERS, len(indicators))
    for n, indicator in enumerate(indicators, 1):
        path = f"{owner}/indicators/{n}"
        yield f"{path}/title", Field(TEXTS, fold(indicator.title))
        yield f"{path}/result", Field(TEXTS, fold(indicator.result))
        yield from _target_fields(f"{path}/baseline", indicator.baseline)
        yield from _target_fields(f"{path}/interim", indicator.interim)
        yield from _target_fields(f"{path}/final", indicator.final)


def _action_fields(action: Action, years: Iterable[int]) -> Iterator[tuple[str, Field]]:
    nr, deadline = action.nr, action.deadline
    yield f"{nr}/title", Field(TEXTS, fold(action.title))
    yield f"{nr}/deadline/raw", Field(TEXTS, fold(deadline.raw))
    yield f"{nr}/deadline/from", Field(NUMBERS, deadline.start)
    yield f"{nr}/deadline/to", Field(NUMBERS, deadline.end)
    yield f"{nr}/deadline/months", Field(MONTHS, (deadline.start_month, deadline.end_month))
    for year in years:
        yield f"{nr}/budget/{year}", Field(NUMBERS, action.budget.get(year))
    yield f"{nr}/funding", Field(TEXTS, _entries(action.funding))
    yield f"{nr}/lead", Field(TEXTS, _entries(action.lead))
    yield f"{nr}/support", Field(TEXTS, _entries(action.support))
    yield f"{nr}/outputs", Field(TEXTS, _entries(action.outputs))
    yield f"{nr}/documents", Field(TEXTS, _entries(action.documents))


def fields(plan: Plan, years: Iterable[int]) -> dict[str, Field]:
    """Every field of a plan by its path; budgets and totals of the given years."""
    years = tuple(years)
    out: dict[str, Field] = {"language": Field(TEXTS, plan.language), "years": Field(NUMBERS, plan.years)}
    for strategic in plan.strategic_objectives:
        out[f"{strategic.nr}/title"] = Field(TEXTS, fold(strategic.title))
        out.update(_indicator_fields(strategic.nr, strategic.indicators))
        for objective in strategic.specific_objectives:
            nr = objective.nr
            out[f"{nr}/parent"] = Field(NUMBERS, strategic.nr)
            out[f"{nr}/title"] = Field(TEXTS, fold(objective.title))
            out[f"{nr}/total_label"] = Field(TEXTS, fold(objective.total_label))
            out.update({f"{nr}/totals/{year}": Field(NUMBERS, objective.totals.get(year)) for year in years})
            out.update(_indicator_fields(nr, objective.indicators))
            for action in objective.actions:
                out[f"{action.nr}/parent"] = Field(NUMBERS, nr)
                out.update(_action_fields(action, years))
    return out


def numbers(plan: Plan) -> list[str]:
    """Numbers of all objectives and actions in the order of the document."""
    out: list[str] = []
    for strategic in plan.strategic_objectives:
        out.append(strategic.nr)
        for objective in strategic.specific_objectives:
            out += [objective.nr, *(action.nr for action in objective.actions)]
    return out


def _is_at(expected: Expected, finding: Expected, known: frozenset[str]) -> bool:
    if expected.code != finding.code:
        return False
    if expected.where == OUTSIDE:
        return finding.where not in known
    return expected.where in (ANYWHERE, finding.where) or finding.where.startswith(f"{expected.where}/")


def compare(
    truth: Plan, found: Plan, expected: Sequence[Expected] = (), allowed: Sequence[Expected] = ()
) -> Score:
    """Score of a reading against the truth and the findings that it must and may list."""
    wanted, got = fields(truth, truth.years), fields(found, truth.years)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    differences = []
    for path, field in wanted.items():
        total[field.kind] += 1
        other = got.get(path)
        if other is not None and other.value == field.value:
            right[field.kind] += 1
        else:
            differences.append(Difference(path, field.kind, field.value, other.value if other else None))
    known = frozenset(numbers(truth))
    spare = Counter(numbers(found)) - Counter(numbers(truth))
    listed = tuple(Expected(f.code, f.where) for f in found.findings)
    return Score(
        right=right,
        total=total,
        differences=tuple(differences),
        extra=tuple(spare.elements()),
        found=tuple(e for e in expected if any(_is_at(e, f, known) for f in listed)),
        missed=tuple(e for e in expected if not any(_is_at(e, f, known) for f in listed)),
        spurious=tuple(f for f in listed if not any(_is_at(e, f, known) for e in (*expected, *allowed))),
    )


def codes(findings: Iterable[Finding | Expected]) -> str:
    """Counts of findings by code, for a line of print."""
    return ", ".join(f"{code} {n}" for code, n in sorted(Counter(f.code for f in findings).items()))
