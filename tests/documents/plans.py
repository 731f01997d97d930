"""Made-up plans: varied, free of contradictions, the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final, NamedTuple

from store.plan.model import (
    ADMIN,
    Action,
    BudgetCell,
    Deadline,
    Indicator,
    Plan,
    SpecificObjective,
    StrategicObjective,
    Target,
)
from tests.documents.document import Document, Expected
from tests.documents.wording.deadline_texts import any_deadline
from tests.documents.wording.names import Names, make_names
from tests.documents.wording.words import Field, Words
from tests.documents.wording.words_en import ENGLISH
from tests.documents.wording.words_sq import ALBANIAN
from tests.documents.wording.words_sr import SERBIAN

WORDS: Final[Mapping[str, Words]] = {"sq": ALBANIAN, "sr": SERBIAN, "en": ENGLISH}
ADMIN_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sq": ("KA", "KA", "Kosto administrative"),
    "sr": ("AT", "KA", "Administrativni troškovi"),
    "en": ("AC", "AC", "Administrative cost"),
}
TOTAL_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "sq": (
        "Buxheti i përgjithshëm për objektivin specifik {nr}:",
        "Buxheti i përgjithshëm për objektivin specifik {nr}",
        "Buxheti total për objektivin specifik {nr}:",
    ),
    "sr": (
        "Ukupan budžet za specifični cilj {nr}:",
        "Ukupan budžet za specifični cilj {nr}",
        "Ukupni budžet za Specifični cilj {nr}:",
    ),
    "en": (
        "Total budget for the specific objective {nr}:",
        "Total budget for Specific Objective {nr}",
        "Overall budget for specific objective {nr}:",
    ),
}
_ROMAN: Final = ("I", "II", "III", "IV", "V")
_MAX_WORDS: Final = 25


class Size(NamedTuple):
    """Upper bounds of a plan's parts (actions from 2 up), and the least number of specific objectives."""

    strategic: int = 4
    specific: int = 4
    actions: int = 12
    least_specific: int = 1


class _Maker:
    """Makes the parts of one plan from its random numbers."""

    def __init__(self, language: str, years: tuple[int, ...], rng: Random) -> None:
        self.language, self.years, self.rng = language, years, rng
        self.words = WORDS[language]
        self.field_index = rng.randrange(len(self.words.fields))
        self.field: Field = self.words.fields[self.field_index]
        self.names: Names = make_names(self.words, rng)
        self.deadline_form = rng.randrange(12)
        self.label = rng.choice(TOTAL_LABELS[language])
        self.has_interim = len(years) > 1 and rng.random() < 0.85
        self.has_cents = rng.random() < 0.15
        self.zero_totals = rng.random() < 0.2
        self.titles: set[str] = set()

    def fill(self, phrase: str, lead: str = "") -> str:
        rng = self.rng
        return phrase.format(
            n=rng.randint(2, 60),
            n2=rng.randint(100, 990),
            n3=f"{rng.randint(3, 180):03}",
            d=rng.randint(2, 8),
            first=self.years[0],
            last=self.years[-1] if len(self.years) > 1 else self.years[0] + 1,
            object=rng.choice(self.field.objects),
            short=self.field.short,
            lead=lead,
        )

    def title(self, openers: tuple[str, ...]) -> str:
        """A title of 3 to 25 words that the plan does not have yet."""
        rng = self.rng
        while True:
            parts = [rng.choice(openers), rng.choice(self.field.objects)]
            if rng.random() < 0.6:
                parts.append(self.fill(rng.choice(self.words.tails)))
            if rng.random() < 0.25:
                parts.append(self.fill(rng.choice(self.words.clauses)))
            while len(" ".join(parts).split()) > _MAX_WORDS:
                parts.pop()
            text = " ".join(parts)
            if text not in self.titles and len(text.split()) >= 3:
                self.titles.add(text)
                return text

    def indicator(self) -> Indicator:
        rng = self.rng
        falling, percent = rng.random() < 0.2, rng.random() < 0.6
        values = sorted(rng.sample(range(2, 100), 3), reverse=falling)
        texts = [f"{value}%" if percent else str(value) for value in values]
        first, last = self.years[0], self.years[-1]
        middle = self.years[len(self.years) // 2]
        return Indicator(
            title=self.fill(rng.choice(self.words.indicators)),
            baseline=Target(texts[0], first - rng.randint(0, 1)),
            interim=Target(texts[1], middle) if self.has_interim else None,
            final=Target(texts[2], max(last, first + 1) + rng.randint(0, 2)),
            result=self.fill(rng.choice(self.words.results)),
        )

    def indicators(self) -> tuple[Indicator, ...]:
        made: dict[str, Indicator] = {}
        for _ in range(self.rng.choice((1, 1, 1, 2, 3))):
            indicator = self.indicator()
            made[indicator.title] = indicator
        return tuple(made.values())

    def amount(self) -> int:
        rng = self.rng
        euros = rng.choice(
            (rng.randint(1, 19) * 500, rng.randint(2, 99) * 1000, rng.randint(11, 2400) * 1000)
        )
        return euros * 100 + (rng.choice((0, 50, 25)) if self.has_cents else 0)

    def budget(self, deadline: Deadline) -> dict[int, BudgetCell]:
        """Amounts or administrative cost in exactly the years of the deadline."""
        rng = self.rng
        if deadline.start is None or deadline.end is None:
            due = set(self.years)
        else:
            due = {year for year in self.years if deadline.start <= year <= deadline.end}
        kind, same = rng.random(), self.amount()
        cells: dict[int, BudgetCell] = dict.fromkeys(self.years)
        for year in sorted(due):
            if kind < 0.35 or (kind > 0.9 and rng.random() < 0.5):
                cells[year] = ADMIN
            else:
                cells[year] = same if kind < 0.6 else self.amount()
        return cells

    def pick(self, pool: tuple[str, ...], counts: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self.rng.sample(pool, min(len(pool), self.rng.choice(counts))))

    def action(self, nr: str) -> Action:
        rng = self.rng
        deadline = any_deadline(self.language, self.years, self.deadline_form, rng)
        budget = self.budget(deadline)
        institutions = self.pick(self.names.institutions, (1, 1, 2, 2, 3, 4, 6))
        outputs = [self.fill(rng.choice(self.words.products))]
        if rng.random() < 0.2:
            outputs.append(self.fill(rng.choice(self.words.second_products)))
        documents = rng.sample(self.words.documents, rng.choice((1, 1, 1, 2, 2, 3, 4)))
        only_admin = all(cell in (ADMIN, None) for cell in budget.values())
        return Action(
            nr=nr,
            title=self.title(self.words.openers),
            deadline=deadline,
            budget=budget,
            funding=(self.words.budget_source,)
            if only_admin
            else self.pick(self.names.funding, (1, 1, 1, 2, 3)),
            lead=institutions[:1],
            support=institutions[1:],
            outputs=tuple(outputs),
            documents=tuple(self.fill(text, institutions[0]) for text in documents),
        )

    def specific(self, nr: str, most: int) -> SpecificObjective:
        actions = tuple(self.action(f"{nr}.{n}") for n in range(1, self.rng.randint(2, most) + 1))
        return SpecificObjective(
            nr=nr,
            title=self.title(self.words.objective_openers),
            indicators=self.indicators(),
            actions=actions,
            total_label=self.label.format(nr=nr),
            totals=sums(actions, self.years, zero=self.zero_totals),
        )


def sums(actions: tuple[Action, ...], years: tuple[int, ...], *, zero: bool = False) -> dict[int, int | None]:
    """Amounts of the actions a year, in cents; a year without amounts is None, or 0 with ``zero``."""
    totals: dict[int, int | None] = {}
    for year in years:
        cells = [cell for a in actions if isinstance(cell := a.budget.get(year), int)]
        totals[year] = sum(cells) if cells or zero else None
    return totals


def make_document(
    seed: int, *, language: str | None = None, years: int | None = None, size: Size | None = None
) -> Document:
    """A plan without contradictions, the same for the same arguments."""
    rng = Random(f"plan {seed}")
    bound = size or Size()
    language = language or rng.choice(("sq", "sr", "en"))
    start, length = rng.randint(2018, 2027), years or rng.randint(1, 5)
    span = tuple(range(start, start + length))
    maker = _Maker(language, span, rng)
    roman = rng.random() < 0.3
    strategic = []
    for s in range(1, rng.randint(1, bound.strategic) + 1):
        nr = _ROMAN[s - 1] if roman else str(s)
        title = maker.title(maker.words.objective_openers)
        indicators = maker.indicators()
        count = rng.randint(bound.least_specific, bound.specific)
        specific = tuple(maker.specific(f"{nr}.{n}", bound.actions) for n in range(1, count + 1))
        strategic.append(StrategicObjective(nr, title, indicators, specific))
    wording = maker.words.plan_title if length > 1 else maker.words.plan_title_one
    plan = Plan(
        id=f"made-up-{seed}",
        title=maker.fill(wording),
        language=language,
        years=span,
        strategic_objectives=tuple(strategic),
    )
    grand = sums(tuple(plan.actions()), span, zero=maker.zero_totals)
    unbudgeted = tuple(
        Expected("total_blank", o.nr)
        for o in plan.specific_objectives()
        if all(total is None for total in o.totals.values())
    )
    return Document(plan, maker.field_index, rng.choice(ADMIN_WORDS[language]), grand, allowed=unbudgeted)
