"""What the pages for developers name is there: modules and what is in them, rooms, files and links."""

from __future__ import annotations

import ast
import re

import pytest
import tomli

from tests.support.paths import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
INDEX = ROOT / "docs" / "decisions" / "README.md"
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
FOR_DEVELOPERS = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md", ROOT / "docs" / "exchange.md"]
ROOMS = ("terren", "tui", "report", "sync", "planreader", "store", "schema", "language", "tests")
SOURCES = (ROOT, ROOT / "import")


def names(text: str) -> set[str]:
    """The names of our modules, or of something in one, that a page puts into code marks."""
    found = re.findall(rf"`((?:{'|'.join(ROOMS)})(?:\.[A-Za-z_]\w*)+)`", text)
    return {name for name in found if not name.endswith((".db", ".pyz", ".toml"))}


def words_of(code: str) -> set[str]:
    """Every name that a module defines, imports or uses; what its docstrings say does not count."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        for field in ("name", "id", "attr", "arg"):
            if isinstance(word := getattr(node, field, None), str):
                found.add(word)
    return found


def is_there(name: str) -> bool:
    """Whether the longest beginning of the name is a module of ours that has each word of the rest."""
    parts = name.split(".")
    for n in range(len(parts), 0, -1):
        for source in SOURCES:
            place = source.joinpath(*parts[:n])
            found = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
            if found.is_file():
                return words_of(found.read_text("utf-8")) >= {*parts[n:]}
    return False


def test_every_name_in_a_page_is_in_the_code() -> None:
    told = {
        (page.name, name) for page in (*FOR_DEVELOPERS, *DECISIONS) for name in names(page.read_text("utf-8"))
    }
    assert sorted((page, name) for page, name in told if not is_there(name)) == []


def test_a_name_that_is_gone_would_be_found() -> None:
    assert is_there("store.ledger.append") and is_there("store.ledger.append.append")
    assert not is_there("store.ledger.appended") and not is_there("store.ledger.append.appended")
    assert not is_there("stores.ledger")


def test_every_file_in_a_page_is_there() -> None:
    assert [
        (page.name, path)
        for page in (FOR_DEVELOPERS[0], *DECISIONS)
        for path in re.findall(r"`([a-z]+/[a-z0-9_/.-]+)`", page.read_text("utf-8"))
        if path.split("/")[0] in (*ROOMS, "import", "docs") and not (ROOT / path).exists()
    ] == []


def room_orders() -> dict[str, list[str]]:
    """The rooms of each layer's contract, from the top down."""
    settings = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return {
        contract["name"]: [room for layer in contract["layers"] for room in re.findall(r"\w+", layer)]
        for contract in contracts
        if contract["type"] == "layers"
    }


@pytest.mark.parametrize("contract", room_orders())
def test_the_picture_shows_the_rooms_in_the_order_of_their_contract(contract: str) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    shown = iter(re.findall(r"\w+", page.split("```")[1]))
    assert [room for room in room_orders()[contract] if room not in shown] == []


def test_every_link_leads_somewhere() -> None:
    assert [
        (page.name, link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ] == []


def test_the_index_names_each_decision_once_and_in_order() -> None:
    listed = re.findall(r"^\| \[(\d{4})\]\((\1-[\w-]+\.md)\) \| ", INDEX.read_text("utf-8"), re.MULTILINE)
    assert [file for _, file in listed] == [page.name for page in DECISIONS]


def test_a_decision_is_short_and_says_why() -> None:
    for page in DECISIONS:
        lines = page.read_text("utf-8").splitlines()
        assert len(lines) <= 120, page.name
        assert lines[0].startswith(f"# {page.name[:4]}: "), page.name
        if page.name != "0001-one-reader.md":
            headings = [line[3:] for line in lines if line.startswith("## ")]
            assert headings == ["Context", "Decision", "Consequences"], page.name
