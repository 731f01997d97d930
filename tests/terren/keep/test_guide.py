"""terren guide: what ships, in which language, and that Markdown becomes text that people read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from terren.help.guides import MADE, NAMES, folder
from terren.help.markdown import plain
from tests.bundle.test_bundle import PROJECT
from tests.support.paths import ROOT
from tests.terren.conftest import Terren
from tools.site.committed import made


@pytest.mark.parametrize(
    ("speech", "spoken"), [("sq", "officer.sq.md"), ("sr-Cyrl", "officer.sr.md"), ("en", "officer.md")]
)
def test_the_guide_speaks_the_language_in_force(terren: Terren, speech: str, spoken: str) -> None:
    form = json.loads(terren("guide", "--language", speech, "--json").out)
    assert form["text"] == (ROOT / "docs" / spoken).read_text("utf-8")
    assert (form["name"], form["languages"]) == ("officer", ["en", "sq", "sr"])
    assert terren("guide", "--language", speech).out.startswith(f"{form['title']}\n====")


def test_a_guide_that_is_in_no_other_language_is_in_english(terren: Terren) -> None:
    said = terren("guide", "data", "--language", "sq")
    assert (said.code, said.out.partition(",")[0]) == (0, "The data")


@pytest.mark.parametrize(
    ("name", "titles"), [("keys", "Tastet Tasteri Keys"), ("commands", "Komandat Komande Commands")]
)
def test_keys_and_commands_are_made_of_the_declarations_in_every_language(
    terren: Terren, name: str, titles: str
) -> None:
    for speech, heading in zip(("sq", "sr", "en"), titles.split(), strict=True):
        assert terren("guide", name, "--language", speech).out.startswith(f"{heading}\n====")


@pytest.mark.parametrize("path", made(), ids=lambda path: str(path.name))
def test_what_is_committed_is_what_the_declarations_say(path: Path) -> None:
    assert path.read_text("utf-8") == made()[path], "run: make docs"


def test_the_guides_are_listed_and_another_is_refused_with_what_there_is(terren: Terren) -> None:
    assert [line.split()[0] for line in terren("guide", "--list").out.splitlines()] == list(NAMES)
    assert [one["name"] for one in json.loads(terren("guide", "--list", "--json").out)] == list(NAMES)
    refused = terren("guide", "cookery")
    assert (refused.code, refused.out) == (2, "")
    assert f"There is no guide “cookery”. Choose one of: {', '.join(NAMES)}." in refused.err


def test_a_guide_that_somebody_removed_is_said_and_one_that_was_altered_does_not_act(
    terren: Terren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terren.help.guides.folder", lambda: tmp_path)
    missing = terren("guide", "privacy")
    assert (missing.code, missing.out, str(tmp_path) in missing.err) == (1, "", True)
    (tmp_path / "privacy.md").write_text("# Keys\n\nan \x1b[31mescape and\u202e more", "utf-8")
    assert terren("guide", "privacy").out == "Keys\n====\n\nan [31mescape and more\n"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What a system with windows opens, beside an installation that has the pages."""
    for file in ("sq/index.html", "en/index.html", "en/privacy.html"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()
    files: list[Path] = []
    monkeypatch.setattr("terren.help.guides.SITE", tmp_path)
    monkeypatch.setattr("store.db.system.open_file", files.append)
    return files


def test_a_guide_opens_in_the_browser_in_its_language(
    terren: Terren, opened: list[Path], tmp_path: Path
) -> None:
    said = terren("guide", "--open", "--language", "sq")
    assert (said.code, said.out, opened.pop()) == (0, "", tmp_path / "sq" / "index.html")
    assert str(tmp_path) in said.err
    assert terren("guide", "privacy", "--open", "--language", "sq").code == 0
    assert opened == [tmp_path / "en" / "privacy.html"]


def test_it_opens_by_itself_only_before_a_terminal_with_windows(
    terren: Terren, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terren("guide").out.startswith("The officer's guide\n===") and opened == []
    monkeypatch.setattr("terren.commands.keep.helping._looked_at", lambda: True)
    assert (terren("guide").out, len(opened)) == ("", 1)
    # a guide without a page, and one that is wanted as text
    assert terren("guide", "trouble").out.startswith("When something is wrong\n===")
    assert terren("guide", "--print").out.startswith("The officer's guide\n===")
    assert terren("guide", "--list").out and len(opened) == 1


def test_what_cannot_be_opened_is_refused_where_it_must_be_and_else_printed(
    terren: Terren, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "did not come" in terren("guide", "trouble", "--open").err

    def nothing(_file: Path) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("store.db.system.open_file", nothing)
    monkeypatch.setattr("terren.commands.keep.helping._looked_at", lambda: True)
    refused = terren("guide", "--open")
    assert (refused.code, refused.out, "index.html" in refused.err) == (1, "", True)
    assert terren("guide").out.startswith("The officer's guide\n===")


def test_the_wheel_brings_every_guide() -> None:
    packed = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    files = {path.name for name in {*NAMES} - {*MADE} for path in (ROOT / "docs").glob(f"{name}.*")}
    assert {f"docs/{name}": f"terren/docs/{name}" for name in files} == {
        source: goal for source, goal in packed.items() if source.startswith("docs/")
    }


def shown(text: str, width: int = 40) -> list[str]:
    return list(plain(text, width))


def test_headings_lists_and_code() -> None:
    assert shown("# One\n\n\n## Two *three*\nText\nof one `*` paragraph.\n\n- an\n  item\n1. b") == [
        *("One", "===", "", "Two three", "---------", "Text of one `*` paragraph.", ""),
        *("- an item", "1. b"),
    ]
    assert shown("```\nterren  list | more **x**\n```") == ["    terren  list | more **x**"]
    assert shown("- one two three four", 12) == ["- one two", "  three four"]


def test_a_table_fits_its_width_by_breaking_the_widest_column() -> None:
    assert shown("| key | what |\n| --- | --- |\n| `a\\|b` | one two three |\n| | **x** |", 16) == [
        *("key    what", "-----  ---------", "`a|b`  one two", "       three", "       x")
    ]
    wide = shown("| a | b |\n| --- | --- |\n| " + "word " * 30 + "| " + "word " * 30 + "|", 30)
    assert max(map(len, wide)) <= 30
    assert " ".join(wide).count("word") == 60


def test_a_link_says_how_to_read_on_and_a_picture_is_left_out() -> None:
    assert shown("See [`keys`](keys.md) and [docs](commands.md#x), [one](#one).", 90) == [
        "See `keys` (`terren guide keys`) and docs (`terren guide commands`), one."
    ]
    assert shown("[keys.md](keys.md) [why](decisions/0001-one-reader.md) [all](dependencies.md)") == [
        "`terren guide keys` why all"
    ]
    assert shown("[EUPL](https://x.org/) ![A window](pictures/x.svg)") == ["EUPL (https://x.org/)"]


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/*.md")), ids=lambda path: path.name)
def test_every_page_becomes_plain_text(path: Path) -> None:
    assert folder() == ROOT / "docs"
    prose = [line for line in plain(path.read_text("utf-8"), 80) if not line.startswith("    ")]
    assert [line for line in prose if len(line) > 80 and " " in line.strip("-0123456789. ")] == []
    left = re.sub(r"`[^`]*`", "", " ".join(prose))
    assert re.findall(r"\]\(|\*\*|^#|!\[", left) == []
