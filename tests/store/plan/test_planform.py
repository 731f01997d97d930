"""The plain form of a plan: there and back through JSON and TOML, and every hostile form refused in words."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from planreader.vocabulary.fold import slug
from store.db.errors import UserError
from store.opening.open_store import create_store
from store.plan.form import FORMAT, cents, euros, plan_from_form, plan_to_form
from store.plan.model import Plan
from store.plan.save import save_plan
from store.plan.units import MAX_CODE, unit_code
from tests.plans import small_plan
from tests.store.plan.plan_strategies import amounts, plans
from tests.support.lengths import cases


def without_nulls(value: Any) -> Any:
    """As TOML carries it: keys whose value is null are absent."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def numbered(plan: Plan) -> Plan:
    """The plan with ids only where they differ from the number, and blank totals left out, as TOML has it."""
    return plan._replace(
        strategic_objectives=tuple(
            strategic._replace(
                specific_objectives=tuple(
                    objective._replace(
                        totals=objective.totals
                        if any(v is not None for v in objective.totals.values())
                        else {}
                    )
                    for objective in strategic.specific_objectives
                )
            )
            for strategic in plan.strategic_objectives
        ),
        findings=tuple(
            finding._replace(figures={k: v for k, v in finding.figures.items() if v is not None})
            for finding in plan.findings
        ),
    )


@given(plans())
@settings(max_examples=60, deadline=None)
def test_there_and_back_through_json(plan: Plan) -> None:
    form = json.loads(json.dumps(plan_to_form(plan, provenance=True), ensure_ascii=False, allow_nan=False))
    assert plan_from_form(form) == plan


@given(plans())
@settings(max_examples=40, deadline=None)
def test_there_and_back_through_toml(plan: Plan) -> None:
    written = tomli_w.dumps(without_nulls(plan_to_form(plan, provenance=True)), multiline_strings=False)
    assert plan_from_form(tomli.loads(written)) == numbered(plan)


def test_a_currency_is_three_letters() -> None:
    form = plan_to_form(small_plan())
    assert plan_from_form({**form, "currency": "RSD"}).currency == "RSD"
    assert plan_from_form({**form, "currency": None}).currency == "EUR"
    with pytest.raises(UserError, match="plan_form"):
        plan_from_form({**form, "currency": "din."})


def test_a_plan_of_before_lead_and_support_were_kept_apart_is_read() -> None:
    form = plan_to_form(small_plan(), provenance=True)
    action = form["strategic_objectives"][0]["specific_objectives"][0]["actions"][0]
    del action["lead"], action["support"]
    action["institutions"] = ["MPB", "GIZ", "Komunat"]
    form["provenance"] = {"1.1.1/institutions": {"place": "line 5", "certain": True, "reason": ""}}
    read = plan_from_form(form)
    assert next(read.actions()).institutions == (("MPB",), ("GIZ", "Komunat"))
    assert list(read.provenance) == ["1.1.1/lead"]


def test_one_list_that_contradicts_lead_and_support_is_refused() -> None:
    form = plan_to_form(small_plan())
    action = form["strategic_objectives"][0]["specific_objectives"][0]["actions"][0]
    action["institutions"] = [*action["lead"], *action["support"]]
    assert plan_from_form(form) == plan_from_form(plan_to_form(small_plan()))
    action["institutions"].append("GIZ")
    with pytest.raises(UserError, match="plan_form") as caught:
        plan_from_form(form)
    assert str(caught.value.params["where"]).endswith("actions/1/institutions")


@given(amounts)
def test_every_amount_survives_as_euros(amount: int) -> None:
    assert cents(euros(amount), "x") == amount
    assert cents(json.loads(json.dumps(euros(amount))), "x") == amount
    assert cents(Decimal(amount) / 100, "x") == amount


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a form."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


FORM = plan_to_form(small_plan(2), provenance=True)
PLACES = [path for path in places(FORM) if path]
HOSTILE = [
    None, True, False, -1, 0, 3.5, float("nan"), float("inf"), 1e400, 10**5000, -(10**30), 2**63, "", "\x00",
    "\ud800", "x" * 100, [], {}, [[]], [{}], [None], {"x": {"y": []}}, {"2022": "much"}, {1: 2},
    Decimal("NaN"),
    Decimal("sNaN"), Decimal("1E+999999"), Decimal("1E-999999"), Decimal("0.001"), b"x", object(),
]  # fmt: skip


def put(path: tuple[Any, ...], value: Any) -> Any:
    form = copy.deepcopy(FORM)
    inner: Any = form
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return form


@given(st.sampled_from(PLACES), st.sampled_from(HOSTILE))
@settings(max_examples=cases(100, 400), deadline=None)
def test_whatever_stands_anywhere_is_read_or_refused_in_words(path: tuple[Any, ...], value: Any) -> None:
    try:
        plan = plan_from_form(put(path, value))
    except UserError as refused:
        assert refused.code in ("plan_form", "plan_format")
        assert all(isinstance(figure, str) and len(figure) < 200 for figure in refused.params.values())
        return
    json.dumps(plan_to_form(plan, provenance=True), allow_nan=False).encode()


@pytest.mark.parametrize("form", [None, [], "plan", 5, {}, {"format": "terren-plan/2"}, {"format": 10**5000}])
def test_what_is_no_plan_is_refused(form: Any) -> None:
    with pytest.raises(UserError, match="plan_format") as refused:
        plan_from_form(form)
    assert refused.value.params["known"] == FORMAT
    assert "None" not in str(refused.value.params["found"])


ACTION = ("strategic_objectives", 0, "specific_objectives", 0, "actions", 0)
ACTION_PATH = "plan/strategic_objectives/1/specific_objectives/1/actions/1"


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("years",), [2022, 2022], "plan/years"),
        (("years",), [True], "plan/years"),
        (("years",), [22], "plan/years"),
        (("years",), list(range(1900, 2000)), "plan/years"),
        (("title",), 5, "plan/title"),
        ((*ACTION, "nr"), " ", f"{ACTION_PATH}/nr"),
        ((*ACTION, "nr"), "1.1.2", "plan/nr"),
        ((*ACTION, "id"), "1.1.2", "plan/id"),
        ((*ACTION, "budget"), {"2030": 5}, f"{ACTION_PATH}/budget"),
        ((*ACTION, "budget"), {"²022": 5}, f"{ACTION_PATH}/budget"),
        ((*ACTION, "budget", "2022"), "much", f"{ACTION_PATH}/budget/2022"),
        ((*ACTION, "budget", "2022"), 0.001, f"{ACTION_PATH}/budget/2022"),
        ((*ACTION, "budget", "2022"), 10**14, f"{ACTION_PATH}/budget/2022"),
        ((*ACTION, "deadline", "to"), "2022", f"{ACTION_PATH}/deadline/to"),
        ((*ACTION, "deadline", "to_month"), 13, f"{ACTION_PATH}/deadline/to_month"),
        ((*ACTION, "institutions"), ["MPB", 5], f"{ACTION_PATH}/institutions"),
        (("findings", 0, "printed"), [5], "plan/findings/1/printed"),
        (("findings", 0, "year"), 5.5, "plan/findings/1/year"),
        (("provenance", "1.1.1/title"), "line 5", "plan/provenance/1.1.1/title"),
        (("provenance", "1.1.1/title", "certain"), "no", "plan/provenance/1.1.1/title/certain"),
    ],
)
def test_a_complaint_names_its_place(path: tuple[Any, ...], value: Any, where: str) -> None:
    with pytest.raises(UserError, match="plan_form") as refused:
        plan_from_form(put(path, value))
    assert refused.value.params["where"] == where


def test_texts_are_cleaned_on_their_way_in() -> None:
    plan = plan_from_form(put((*ACTION, "title"), "a\x1b[31mb\u202ec\r\nd"))
    assert next(plan.actions()).title == "a[31mbc\nd"


OBJECTIVE = ("strategic_objectives", 0, "specific_objectives", 0)
NAMING = [
    ("id",),
    ("strategic_objectives", 0, "nr"),
    (*OBJECTIVE, "nr"),
    (*OBJECTIVE, "indicators", 0, "id"),
    (*OBJECTIVE, "actions", 0, "nr"),
    (*OBJECTIVE, "actions", 0, "id"),
]


@pytest.mark.parametrize("path", NAMING)
def test_a_number_or_id_that_no_change_could_bear_is_refused_in_words(
    tmp_path: Path, path: tuple[Any, ...]
) -> None:
    with pytest.raises(UserError, match="plan_name_long") as caught:
        plan_from_form(put(path, "1" * 201))
    assert caught.value.params["length"] == 201
    wrong: list[UserError] = []
    plan = plan_from_form(put(path, "1" * 201), wrong)
    assert "plan_name_long" in [refused.code for refused in wrong]
    with create_store(tmp_path / "plan.db") as store, pytest.raises(UserError, match="plan_name_long"):
        save_plan(store, plan, source_name="plan.xlsx", source_sha256="00")


def test_a_unit_named_by_a_sentence_has_a_code_that_every_change_can_bear() -> None:
    assert len(unit_code("Ministria e " + "Punëve të Brendshme " * 30)) == MAX_CODE


def test_plans_of_long_titles_that_begin_alike_have_ids_of_their_own() -> None:
    ids = {slug(f"Plani i veprimit {'për zbatimin e strategjisë ' * 20}{years}") for years in (2026, 2029)}
    assert len(ids) == 2 and all(len(one) < 120 for one in ids)
