"""Hypothesis strategies for plans with every optional field present or absent."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from store.plan.model import (
    ADMIN,
    Action,
    BudgetCell,
    Deadline,
    Finding,
    Indicator,
    Plan,
    Provenance,
    SpecificObjective,
    StrategicObjective,
    Target,
)

texts = st.text(st.sampled_from("aë ŠЋ'\"%\n{}[b]=-\u200b😀"), max_size=8)
names = st.text(st.sampled_from(string.ascii_letters), min_size=1, max_size=4)
years = st.integers(1990, 2050)
amounts = st.integers(0, 10**15)
maybe_texts = st.none() | texts
targets = st.none() | st.builds(Target, maybe_texts, st.none() | years)
ids = st.just("") | st.uuids().map(str)
indicators = st.lists(
    st.builds(Indicator, texts, targets, targets, targets, maybe_texts, ids), max_size=2
).map(tuple)
months = st.none() | st.integers(1, 12)
deadlines = st.builds(Deadline, texts, st.none() | years, st.none() | years, months, months)
lists = st.lists(texts, max_size=3).map(tuple)
money_figures = st.dictionaries(
    st.sampled_from(["printed", "computed", "amount"]), st.none() | texts | amounts
)
other_figures = st.dictionaries(
    names.map(lambda name: f"x_{name}"), st.none() | texts | st.integers(-9, 9999)
)
findings = st.builds(
    Finding, texts, texts, st.builds(lambda a, b: {**a, **b}, money_figures, other_figures), texts
)
cells: st.SearchStrategy[BudgetCell] = st.one_of(st.none(), st.just(ADMIN), amounts)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of up to two strategic objectives; ids of actions are given or follow from the numbers."""
    of = tuple(draw(st.lists(years, min_size=1, max_size=4, unique=True)))
    n = 0

    def action(nr: str) -> Action:
        return Action(
            nr=nr,
            title=draw(texts),
            deadline=draw(deadlines),
            budget={year: draw(cells) for year in of},
            funding=draw(lists),
            lead=draw(lists),
            support=draw(lists),
            outputs=draw(lists),
            documents=draw(lists),
            id=draw(st.sampled_from(["", f"{nr}@2"])),
            budget_total=draw(st.none() | amounts),
        )

    def specific(nr: str) -> SpecificObjective:
        nonlocal n
        found = []
        for _ in range(draw(st.integers(0, 3))):
            n += 1
            found.append(action(f"{nr}.{n}"))
        has_totals = draw(st.booleans())
        totals = {year: draw(st.none() | amounts) for year in of} if has_totals else {}
        return SpecificObjective(nr, draw(texts), draw(indicators), tuple(found), draw(maybe_texts), totals)

    def specifics(nr: str) -> tuple[SpecificObjective, ...]:
        return tuple(specific(f"{nr}.{o}") for o in range(draw(st.integers(0, 2))))

    strategic = tuple(
        StrategicObjective(str(s), draw(texts), draw(indicators), specifics(str(s)))
        for s in range(draw(st.integers(0, 2)))
    )
    places = st.builds(Provenance, texts, st.booleans(), texts)
    return Plan(
        draw(names), draw(texts), draw(names), of, strategic, tuple(draw(st.lists(findings, max_size=3))),
        draw(st.sampled_from(["EUR", "RSD"])), draw(st.dictionaries(names, places, max_size=3)),
    )  # fmt: skip


def with_ids(plan: Plan) -> Plan:
    """The plan as it is stored: every action has an id."""
    return plan._replace(
        strategic_objectives=tuple(
            strategic._replace(
                specific_objectives=tuple(
                    objective._replace(
                        actions=tuple(action._replace(id=action.stable_id) for action in objective.actions)
                    )
                    for objective in strategic.specific_objectives
                )
            )
            for strategic in plan.strategic_objectives
        )
    )
