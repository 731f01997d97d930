"""What is printed of the plan, and which actions a list shows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from language import LANGUAGES
from store.plan.form import plan_from_form, plan_to_form
from store.plan.model import Action, Plan
from store.plan.names import Names
from store.revision.plan_database import write_plan_database
from terren.forms import named_form
from tests.plans import small_plan
from tests.terren.conftest import Terren


def numbers(terren: Terren, *arguments: str | Path) -> list[str]:
    result = terren("list", *arguments, "--json")
    assert result.code == 0, result.err
    return [action["nr"] for action in json.loads(result.out)]


def hostile(action: Action) -> Action:
    return action._replace(title="=1+1 [/b] \x1b[31m\u202e\x9b", outputs=("@risi\nrreshti",))


def plan_with(changed: Callable[[Action], Action]) -> Plan:
    plan = small_plan(1)
    strategic = plan.strategic_objectives[0]
    specific = strategic.specific_objectives[0]
    specific = specific._replace(actions=tuple(map(changed, specific.actions)))
    return plan._replace(strategic_objectives=(strategic._replace(specific_objectives=(specific,)),))


def test_json_and_toml_are_the_exchange_form(terren: Terren, published: Path) -> None:
    form = json.loads(terren("plan", "--db", published, "--json").out)
    assert form == json.loads(json.dumps(named_form(plan_to_form(small_plan()), Names({}))))
    first, second = form["strategic_objectives"][0]["specific_objectives"][0]["actions"][:2]
    assert (first["lead"], first["support"], first["lead_unit"]) == (["MPB", "Komunat"], [], "MPB")
    assert (second["institutions"], second["lead_unit"]) == (["XYZQ"], "XYZQ")
    assert "null" not in terren("plan", "--db", published, "--toml").out
    whole = tomli.loads(terren("plan", "--db", published, "--toml", "--sources").out)
    assert plan_to_form(plan_from_form(whole), provenance=True) == plan_to_form(small_plan(), provenance=True)


def test_one_action_or_objective_as_the_plan_says(terren: Terren, published: Path) -> None:
    action = json.loads(terren("--db", published, "plan", "1.1.2", "--json").out)
    assert (action["nr"], action["budget"]["2022"], action["findings"]) == ("1.1.2", 20000, [])
    objective = json.loads(terren("--db", published, "plan", "1.1", "--json", "--sources").out)
    assert [a["nr"] for a in objective["actions"]] == ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]
    assert [f["code"] for f in objective["findings"]] == ["total_mismatch"]
    assert objective["provenance"]["1.1.1/budget/2022"] == {
        "place": "line 3",
        "certain": False,
        "reason": "x",
    }
    assert "specific_objectives" in json.loads(terren("--db", published, "plan", "1", "--json").out)
    said = terren("--db", published, "plan", "1.1.1.").out
    assert "Budget: 2021: administrative cost · 2022: 10,000 · 2023: –" in said
    assert "1.1.1 Title: lines 1-2 (certain)" in terren("--db", published, "plan", "1.1.1", "--sources").out
    tree = terren("--db", published, "plan").out.splitlines()
    assert tree[0] == "Plan prove (2021, 2022, 2023)"
    assert "    2.1.4  Masa 2.1.4 për komunat" in tree


def test_without_a_database_the_shipped_plan_is_shown(
    terren: Terren, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.db.places.shipped_plan", lambda: published)
    for arguments in (("plan",), ("list",), ("show", "1.1.1")):
        result = terren(*arguments)
        assert (result.code, "comes with Terren" in result.err) == (0, True)
    assert terren("log").code == 1


def test_without_a_database_no_list_is_written(
    terren: Terren, published: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A wrong ``TERREN_HOME`` must not write a document that looks finished."""
    monkeypatch.setattr("store.db.places.shipped_plan", lambda: published)
    for name in ("list", "indicators"):
        written = tmp_path / f"{name}.csv"
        result = terren(name, "-o", written)
        assert (result.code, written.exists(), "terren init" in result.err) == (1, False, True)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("masa", "PER", "komunat", "1.1.2"), ["1.1.2"]),
        (("xyzq",), ["1.1.2", "1.1.4", "2.1.2", "2.1.4"]),
        (("produkti 3",), ["1.1.3", "2.1.3"]),
        (("nothing like it",), []),
        (("--lead", "mpb"), ["1.1.1", "1.1.3", "2.1.1", "2.1.3"]),
        (("--lead", "MUP"), ["1.1.1", "1.1.3", "2.1.1", "2.1.3"]),
        (("--lead", "Komunat"), ["1.1.1", "1.1.3", "2.1.1", "2.1.3"]),
        (("--institution", "Peja", "1.1"), ["1.1.1", "1.1.3", "2.1.1"]),
        (("--due", "2022"), ["1.1.2", "1.1.4", "2.1.2", "2.1.4"]),
        (("--status", "implemented"), ["1.1.1"]),
        (("--status", "4", "--status", "2"), ["1.1.1", "1.1.2"]),
        (("--status", "not_reported", "--lead", "MPB"), ["1.1.3", "2.1.1", "2.1.3"]),
        (("--status", "pa raport", "--lead", "MPB"), ["1.1.3", "2.1.1", "2.1.3"]),
        (("--unsent",), ["1.1.1", "1.1.2"]),
        (("--overdue", "--lead", "MPB"), ["1.1.3", "2.1.1", "2.1.3"]),
        (("--conflict",), []),
        (("--mine",), ["1.1.1", "1.1.2", "1.1.3", "2.1.1", "2.1.3"]),
    ],
)
def test_filters(terren: Terren, enrolled: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    terren("set", "1.1.1", "--status", "implemented")
    terren("set", "1.1.2", "--status", "in_progress")
    assert numbers(terren, *arguments) == expected


def test_leads_show_in_the_language_of_the_reader_and_are_codes_for_scripts(
    terren: Terren, enrolled: Path
) -> None:
    in_serbian = terren("--language", "sr", "list")
    assert (in_serbian.out.count("MUP"), in_serbian.out.count("MPB")) == (4, 0)
    assert terren("--language", "sr-Cyrl", "list").out.count("МУП") == 4
    assert "MUP, Opštine" in terren("--language", "sr", "show", "1.1.1").out
    for form in ("--json", "--csv"):
        given = {terren("--language", spoken, "list", form).out for spoken in LANGUAGES}
        assert len(given) == 1
    written = enrolled.parent / "list.csv"
    terren("--language", "sr", "list", "-o", written)
    assert "MUP; Opštine" in written.read_text("utf-8-sig")


def test_an_abbreviation_of_two_institutions_is_asked_about(terren: Terren, tmp_path: Path) -> None:
    plan = plan_with(lambda action: action._replace(lead=("PK", "ZKM")))
    write_plan_database(tmp_path / "two.db", plan, source_name="two.docx", source_sha256="00")
    refused = terren("list", "--lead", "KP", "--db", tmp_path / "two.db")
    assert (refused.code, "PK Policia e Kosovës, ZKM Zyra e Kryeministrit" in refused.err) == (1, True)


def test_a_published_plan_belongs_to_nobody(terren: Terren, published: Path) -> None:
    assert len(numbers(terren, "--db", published)) == 8
    assert terren("list", "--mine", "--db", published).code == 1


def test_csv_never_holds_a_formula(terren: Terren, tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    write_plan_database(path, plan_with(hostile), source_name="x", source_sha256="00")
    rows = list(csv.DictReader(io.StringIO(terren("list", "--csv", "--db", path).out)))
    assert [(row["nr"], row["title"], row["outputs"]) for row in rows] == [
        ("1.1.1", "'=1+1 [/b] [31m", "'@risi rreshti")
    ]
    assert (rows[0]["budget_2021"], rows[0]["budget_2022"], rows[0]["budget_2023"]) == (
        "admin",
        "10000.00",
        "",
    )
    assert rows[0]["institutions"] == "MPB; Komunat"


@pytest.mark.parametrize(
    "arguments", [("plan",), ("plan", "1.1.1"), ("list",), ("list", "--csv"), ("show", "1.1.1")]
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_text_of_a_plan_never_acts_on_a_terminal(
    terren: Terren, tmp_path: Path, arguments: tuple[str, ...], form: tuple[str, ...]
) -> None:
    path = tmp_path / "hostile.db"
    write_plan_database(path, plan_with(hostile), source_name="x", source_sha256="00")
    if form and "--csv" in arguments:
        arguments = ("plan", "--toml")
        form = ()
    result = terren(*arguments, *form, "--db", path)
    assert result.code == 0
    assert not set("\x1b\x9b\u202e") & set(result.out)
    if form:
        assert "=1+1 [/b] \x1b[31m\u202e\x9b" in json.dumps(
            json.loads(result.out), ensure_ascii=False
        ).replace("\\u001b", "\x1b")


def test_a_long_lead_leaves_room_for_the_title(
    terren: Terren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_with(lambda action: action._replace(lead=("Ministria e Punëve të Brendshme",)))
    write_plan_database(tmp_path / "long.db", plan, source_name="long.docx", source_sha256="00")
    monkeypatch.setattr("terren.commands.look.listing.room", lambda: 80)
    result = terren("list", "--db", tmp_path / "long.db")
    assert result.code == 0, result.err
    assert "Ministry of" in result.out
    assert "Masa 1.1.1 për komunat" in result.out
