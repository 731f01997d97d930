"""Contradictions put into a clean document on purpose, each with the finding that an import must list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

from store.plan.model import Action, Deadline, Indicator, SpecificObjective, Target
from tests.documents.document import ANYWHERE, OUTSIDE, Document, Expected
from tests.documents.plans import sums

_UNREADABLE: Final = {"sq": "sipas nevojës", "sr": "po potrebi", "en": "as needed"}
_GRAND: Final = (Expected("grand_total_mismatch", ANYWHERE), Expected("total_mismatch", OUTSIDE))
"""What a wrong total of an objective may say about the total of the plan."""
_STRAY: Final = {"sq": "Donatorët e tjerë", "sr": "Ostali donatori", "en": "Other donors"}


def replace_objective(document: Document, nr: str, **changes: Any) -> Document:
    """The document with fields of one specific objective replaced."""
    strategic = tuple(
        s._replace(
            specific_objectives=tuple(
                o._replace(**changes) if o.nr == nr else o for o in s.specific_objectives
            )
        )
        for s in document.plan.strategic_objectives
    )
    return document._replace(plan=document.plan._replace(strategic_objectives=strategic))


def replace_action(document: Document, nr: str, **changes: Any) -> Document:
    """The document with fields of one action replaced; totals stay as printed."""
    for objective in document.plan.specific_objectives():
        if any(a.nr == nr for a in objective.actions):
            actions = tuple(a._replace(**changes) if a.nr == nr else a for a in objective.actions)
            return replace_objective(document, objective.nr, actions=actions)
    raise KeyError(nr)


def _with_sums(document: Document) -> Document:
    """Totals of objectives and plan computed again."""
    years = document.plan.years
    for objective in document.plan.specific_objectives():
        document = replace_objective(document, objective.nr, totals=sums(objective.actions, years))
    return document._replace(grand=sums(tuple(document.plan.actions()), years))


def _expect(document: Document, code: str, where: str, *allowed: Expected) -> Document:
    return document._replace(
        expected=(*document.expected, Expected(code, where)), allowed=(*document.allowed, *allowed)
    )


class _Seeder:
    """Puts each kind in at a place of its own, so that no contradiction hides another."""

    def __init__(self, document: Document, rng: Random) -> None:
        self.document, self.rng = document, rng
        self.used: set[str] = set()

    def action(self, fits: Callable[[Action], bool]) -> Action | None:
        pool = [a for a in self.document.plan.actions() if a.nr not in self.used and fits(a)]
        if not pool:
            return None
        chosen = self.rng.choice(pool)
        self.used.add(chosen.nr)
        return chosen

    def objective(self, mark: str, fits: Callable[[SpecificObjective], bool]) -> SpecificObjective | None:
        pool = [
            o for o in self.document.plan.specific_objectives() if mark + o.nr not in self.used and fits(o)
        ]
        if not pool:
            return None
        chosen = self.rng.choice(pool)
        self.used.add(mark + chosen.nr)
        return chosen

    def change(self, nr: str, code: str, *allowed: Expected, **changes: Any) -> None:
        self.document = _expect(replace_action(self.document, nr, **changes), code, nr, *allowed)

    def total_mismatch(self) -> None:
        if o := self.objective("total", lambda o: any(o.totals.values())):
            year = self.rng.choice([y for y, v in o.totals.items() if v])
            wrong = (o.totals[year] or 0) + self.rng.choice((100_000, 50_000, 900_000))
            changed = replace_objective(self.document, o.nr, totals={**o.totals, year: wrong})
            self.document = _expect(changed, "total_mismatch", o.nr, *_GRAND)

    def total_label(self) -> None:
        numbers = [o.nr for o in self.document.plan.specific_objectives()]
        if o := self.objective("label", lambda o: o.total_label is not None):
            others = [nr for nr in (*numbers, o.nr[:-1] + "7") if nr != o.nr]
            label = (o.total_label or "").replace(o.nr, self.rng.choice(others))
            self.document = _expect(
                replace_objective(self.document, o.nr, total_label=label), "total_label", o.nr
            )

    def deadline_money(self) -> None:
        if a := self.action(lambda a: _spans_years(a) and isinstance(list(a.budget.values())[-1], int)):
            first = self.document.plan.years[0]
            no_money = Expected("deadline_no_money", a.nr)
            self.change(a.nr, "deadline_money", no_money, deadline=Deadline(str(first), first, first))

    def deadline_no_money(self) -> None:
        if a := self.action(_spans_years):
            year = self.rng.choice([y for y, cell in a.budget.items() if cell is not None])
            self.change(a.nr, "deadline_no_money", budget={**a.budget, year: None})
            self.document = _with_sums(self.document)

    def deadline_malformed(self) -> None:
        if one := self.action(lambda a: a.deadline.raw.isdigit()):
            year = one.deadline.start
            self.change(one.nr, "deadline_malformed", deadline=Deadline(f"{year}-{year}", year, year))
        if several := self.action(_spans_years):
            start, end = several.deadline.start, several.deadline.end
            self.change(several.nr, "deadline_malformed", deadline=Deadline(f"{start} {end}", start, end))

    def target_blank(self) -> None:
        if o := self.objective("indicator", lambda o: True):
            first, *rest = o.indicators
            assert first.final is not None
            blank: Target | None = Target(None, first.final.year) if self.rng.random() < 0.7 else None
            self._indicator(o, first._replace(final=blank), rest, "target_blank")

    def result_blank(self) -> None:
        if o := self.objective("indicator", lambda o: True):
            first, *rest = o.indicators
            self._indicator(o, first._replace(result=None), rest, "result_blank")

    def _indicator(self, o: SpecificObjective, first: Indicator, rest: list[Indicator], code: str) -> None:
        changed = replace_objective(self.document, o.nr, indicators=(first, *rest))
        self.document = _expect(changed, code, o.nr)

    def output_blank(self) -> None:
        if a := self.action(lambda a: True):
            self.change(a.nr, "output_blank", outputs=())

    def documents_blank(self) -> None:
        for _ in range(2):
            if a := self.action(lambda a: True):
                self.change(a.nr, "documents_blank", documents=())

    def budget_blank(self) -> None:
        if a := self.action(lambda a: a.deadline.start is not None):
            no_money = Expected("deadline_no_money", a.nr)
            self.change(a.nr, "budget_blank", no_money, budget=dict.fromkeys(a.budget))
            self.document = _with_sums(self.document)

    def funding_blank(self) -> None:
        if a := self.action(lambda a: True):
            self.change(a.nr, "funding_blank", funding=())

    def institutions_blank(self) -> None:
        if a := self.action(lambda a: True):
            self.change(a.nr, "institutions_blank", lead=(), support=())

    def total_blank(self) -> None:
        if o := self.objective("total", lambda o: any(o.totals.values())):
            changed = replace_objective(self.document, o.nr, totals=dict.fromkeys(o.totals))
            allowed = (*_GRAND, Expected("total_mismatch", o.nr))
            self.document = _expect(changed, "total_blank", o.nr, *allowed)

    def grand_total_mismatch(self) -> None:
        grand = self.document.grand or {}
        if years := [year for year, total in grand.items() if total]:
            year = self.rng.choice(years)
            changed = self.document._replace(grand={**grand, year: (grand[year] or 0) + 700_000})
            self.document = _expect(changed, "grand_total_mismatch", ANYWHERE, *_GRAND)

    def funding_suspect(self) -> None:
        if a := self.action(lambda a: all(not isinstance(c, int) for c in a.budget.values())):
            self.change(a.nr, "funding_suspect", funding=(self.document.admin,))

    def totals_stray_text(self) -> None:
        if o := self.objective("stray", lambda o: True):
            stray = {**self.document.stray, o.nr: _STRAY[self.document.plan.language]}
            self.document = _expect(self.document._replace(stray=stray), "totals_stray_text", o.nr)

    def grand_total_blank(self) -> None:
        expected = tuple(e for e in self.document.expected if e.code != "grand_total_mismatch")
        blank = self.document._replace(grand=None, expected=expected)
        self.document = _expect(blank, "grand_total_blank", ANYWHERE)

    def amount_unreadable(self) -> None:
        if a := self.action(lambda a: any(isinstance(c, int) for c in a.budget.values())):
            year = self.rng.choice([y for y, c in a.budget.items() if isinstance(c, int)])
            text = _UNREADABLE[self.document.plan.language]
            unreadable = {**self.document.unreadable, (a.nr, year): text}
            self.document = self.document._replace(unreadable=unreadable)
            no_money = Expected("deadline_no_money", a.nr)
            self.change(a.nr, "amount_unreadable", no_money, budget={**a.budget, year: None})
            self.document = _with_sums(self.document)

    def acronym_near(self) -> None:
        counts: dict[str, int] = {}
        for action in self.document.plan.actions():
            for name in action.institutions.names:
                if name.isupper() and name.isalpha() and len(name) >= 4:
                    counts[name] = counts.get(name, 0) + 1
        often = [name for name, n in counts.items() if n >= 2]
        if often and (a := self.action(lambda a: any(name in often for name in a.institutions.names))):
            name = next(name for name in a.institutions.names if name in often)
            wrong = name[:-1] + ("X" if name[-1] != "X" else "W")
            institutions = tuple(wrong if n == name else n for n in a.institutions.names)
            self.change(
                a.nr,
                "acronym_near",
                Expected("acronym_near", ANYWHERE),
                lead=institutions[:1],
                support=institutions[1:],
            )

    def spelling_variants(self) -> None:
        pairs = [n for a in self.document.plan.actions() for n in a.funding if "/" in n]
        often = [n for n in pairs if pairs.count(n) >= 2]
        if often and (a := self.action(lambda a: often[0] in a.funding)):
            other = often[0].replace("/", " - ")
            funding = tuple(other if n == often[0] else n for n in a.funding)
            self.document = _expect(
                replace_action(self.document, a.nr, funding=funding), "spelling_variants", ANYWHERE
            )


def _spans_years(action: Action) -> bool:
    """Its deadline is two or more whole years of the plan, all with money."""
    start, end = action.deadline.start, action.deadline.end
    return start is not None and end is not None and end > start and action.deadline.start_month is None


SEEDS: Final[Mapping[str, Callable[[_Seeder], None]]] = {
    "deadline_no_money": _Seeder.deadline_no_money,
    "amount_unreadable": _Seeder.amount_unreadable,
    "budget_blank": _Seeder.budget_blank,
    "total_mismatch": _Seeder.total_mismatch,
    "total_blank": _Seeder.total_blank,
    "grand_total_mismatch": _Seeder.grand_total_mismatch,
    "funding_blank": _Seeder.funding_blank,
    "institutions_blank": _Seeder.institutions_blank,
    "total_label": _Seeder.total_label,
    "deadline_money": _Seeder.deadline_money,
    "deadline_malformed": _Seeder.deadline_malformed,
    "target_blank": _Seeder.target_blank,
    "result_blank": _Seeder.result_blank,
    "output_blank": _Seeder.output_blank,
    "documents_blank": _Seeder.documents_blank,
    "funding_suspect": _Seeder.funding_suspect,
    "totals_stray_text": _Seeder.totals_stray_text,
    "grand_total_blank": _Seeder.grand_total_blank,
    "acronym_near": _Seeder.acronym_near,
    "spelling_variants": _Seeder.spelling_variants,
}
"""Kinds of contradictions in the order in which they go in: those that change sums first."""


def seeded(document: Document, rng: Random, kinds: int = 9) -> Document:
    """The document with up to ``kinds`` kinds of contradictions; ``expected`` lists what went in.

    A kind for which the plan has no fitting place is left out.
    """
    chosen = set(rng.sample(sorted(SEEDS), kinds))
    seeder = _Seeder(document, rng)
    for code, put in SEEDS.items():
        if code in chosen:
            put(seeder)
    return seeder.document
