"""Help: by groups, with the codes and examples of each command, in every language; every example runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import language
from schema.choices import EVIDENCE_KIND, REASON, STATUS
from sync.update import installation
from sync.update.installation import Pyz
from terren.command_line import COMMANDS, GROUPS
from terren.help.examples import LINES, examples
from terren.help.json_schema import printed_schema
from terren.help.settings import ENVIRONMENT
from terren.shapes import FORMS
from tests.support.lengths import some
from tests.terren.conftest import Scene, Terren
from tests.terren.declared import ALL
from tests.terren.scene import called
from tests.terren.valid import faults

ELSEWHERE = {"demo", "install", "server init", "server upgrade", "server list", "serve"}
"""The first takes seconds; README's lines, which call it, are typed by the test of what it makes. The second
is for Windows, and is called by the trial of the bundle. The others have a server, or are one, in tests of
their own."""
WHO = {"revision accept": "peja2", "trust request": "peja", "init": "nobody{n}", "update": "peja"}
"""On whose laptop the examples of a command are run, where that is not headquarters'."""
FULL = (
    *("agreed", "conflicts", "doctor", "expected", "inbox", "indicators", "list", "locate", "log"),
    *(
        "matrix",
        "meeting list",
        "names list --all",
        "names suggest",
        "passport 1.1",
        "period list",
        "period late 2022",
    ),
    *(
        "period owing 2022",
        "plan",
        "rates --by lead",
        "redact 1.1.1",
        "reports --period 2022",
        "reviews --all",
    ),
    *(
        "revision left",
        "revision list",
        "sent",
        "show 1.1.1",
        "show 1.1.2",
        "state",
        "status",
        "trust list",
        "units",
    ),
)
"""Lines that print a form of everything."""


def test_every_command_has_examples_and_every_example_calls_one() -> None:
    assert [name for name in ALL if not examples(name)] == []
    assert {*LINES} == {line for name in ALL for line in examples(name)}


def test_every_command_stands_in_a_group_of_the_help(terren: Terren) -> None:
    assert {entry.module.partition(".")[0] for entry in COMMANDS.values()} == set(GROUPS)
    said = terren("--help").out
    assert [name for name in COMMANDS if f"\n  {name} " not in said] == []
    assert "3  done, and something waits for a person" in said
    assert said.index("\nReporting:\n") < said.index("\n  set ") < said.index("\nExchange:\n")


@pytest.mark.parametrize("speech", ["sq", "sr", "en"])
def test_help_says_the_codes_that_a_command_takes_and_examples(terren: Terren, speech: str) -> None:
    said = terren("set", "-h", "--language", speech).out
    with language.speaking(speech):
        for code, words in (*STATUS.labels.items(), *REASON.labels.items()):
            assert f"  {code} " in said
            assert language._(words) in said
    assert "\n  terren set 1.1.1 --status in_progress --percent 40\n" in said
    evidence = terren("evidence", "-h", "--language", speech).out
    assert [code for code in EVIDENCE_KIND.codes if f"  {code} " not in evidence] == []


def test_help_as_data(terren: Terren) -> None:
    form = json.loads(terren("help", "set", "--json").out)
    options = {name: one for one in form["options"] for name in one["names"]}
    assert options["--status"]["known"] == list(STATUS.codes)
    assert form["arguments"] == [{"name": "[NR]...", "required": False, "multiple": True}]
    assert form["examples"][0].startswith("terren set ")
    assert form["help"] == terren("set", "--help").out.rstrip("\n")
    assert json.loads(terren("help", "--json").out)["commands"] == list(COMMANDS)


def test_help_takes_the_whole_width(terren: Terren, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (60, 80, 140):
        monkeypatch.setenv("COLUMNS", str(columns))
        widths = [len(line) for line in terren("import", "--help").out.splitlines() if "terren " not in line]
        assert columns - 12 <= max(widths) <= columns


def test_help_of_a_guide_is_the_guide(terren: Terren) -> None:
    assert terren("help", "settings").out == terren("guide", "settings", "--print").out
    assert json.loads(terren("help", "settings", "--json").out)["name"] == "settings"
    assert "settings" in terren("help", "settigns").err
    # a command comes before a guide
    assert terren("help", "export").out == terren("export", "--help").out


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_a_page_of_the_manual_has_no_words_of_a_catalog_about_itself(
    terren: Terren, tmp_path: Path, code: str
) -> None:
    assert terren("--language", code, "man", "-o", tmp_path / "man").code == 0
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "man").iterdir()}
    assert len(pages) > len(ALL)
    assert [name for name, page in pages.items() if "charset" in page] == []


def test_there_is_a_page_of_the_manual_for_each_command(terren: Terren, tmp_path: Path) -> None:
    assert terren("man", "-o", tmp_path / "man").code == 0
    wanted = {f"terren-{name.replace(' ', '-')}.1" for name in ALL}
    assert wanted <= {path.name for path in (tmp_path / "man").iterdir()}
    page = (tmp_path / "man" / "terren-set.1").read_text("utf-8")
    assert page.startswith('.TH "TERREN\\-SET" 1')
    assert ".B partially_implemented\nPartially implemented\n" in page
    assert "terren set 1.1.1 \\-\\-status in_progress" in page
    sections = re.findall(r'^\.SH "(.*)"$', page, re.MULTILINE)
    assert {"DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "FILES"} <= {*sections}
    assert all(f"\n.B {name}\n" in page for name in ENVIRONMENT)
    assert f"{os.environ['TERREN_HOME']}/terren.db" in page.replace("\\-", "-")
    assert all(
        line.startswith((".TH", ".SH", ".TP", ".B ", ".nf", ".fi"))
        for line in page.splitlines()
        if line[0] in ".'"
    )


def test_what_is_printed_has_its_schema(scene: Scene, terren: Terren) -> None:
    """Beyond the first example of each: a scene in which every form holds something."""
    for line in FULL:
        code, out, err = called(scene.folder / "hq", *line.split(), "--json")
        assert code in (0, 3), err
        name = max((name for name in ALL if f"{line} ".startswith(f"{name} ")), key=len)
        printed, schema = json.loads(out), printed_schema(ALL[name].prints)
        assert printed
        assert [*faults(printed, schema)] == [], line
        # a form that is not what is promised would be found
        assert [*faults({} if isinstance(printed, list) else [], schema)]
    _code, _out, err = called(scene.folder / "hq", "show", "9.9.9", "--json")
    assert [*faults(json.loads(err), printed_schema("@errors"))] == []
    assert json.loads(terren("help", "list", "--json").out)["schema"] == printed_schema("@listed_action*")


def test_every_form_is_printed() -> None:
    forms = {name for command in ALL.values() for name in printed_schema(command.prints)["$defs"]}
    otherwise_chosen = {
        "departed",
        "kept_by",
        "objective",
        "place",
        "proof_of_report",
        "redacted",
        "report_signature",
        "series",
        "verdict",
    }
    assert {*FORMS} - forms == {"error", "errors", "action", "standing"} | otherwise_chosen


def _run(
    scene: Scene, folder: Path, name: str, lines: Iterable[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[int, str, str]]:
    """Run examples in a copy of the scene, one after another."""
    shutil.copytree(scene.folder, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    monkeypatch.setattr(installation, "find_installation", lambda version: Pyz(folder / "here.pyz", version))
    for n, line in enumerate(lines):
        words = [scene.ids.get(word, word) for word in shlex.split(line)]
        found = [
            str(path) for word in words for path in (sorted(folder.glob(word)) if "*" in word else [word])
        ]
        yield called(folder / WHO.get(name, "hq").format(n=n), *found)


NAMES = [name for name in ALL if name not in ELSEWHERE]


@pytest.mark.parametrize("name", some(NAMES, of=2))
def test_every_example_runs(scene: Scene, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = _run(scene, tmp_path / "plain", name, examples(name), monkeypatch)
    assert [
        (line, err)
        for line, (code, _out, err) in zip(examples(name), done, strict=True)
        if code not in (0, 3)
    ] == []


@pytest.mark.parametrize("name", some(NAMES, of=2, first=1))
def test_every_command_prints_nothing_but_json_where_that_is_wanted(
    scene: Scene, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = examples(name)[0].removesuffix(" --toml").removesuffix(" --json")
    ((code, out, err),) = _run(scene, tmp_path / "json", name, [f"{line} --json"], monkeypatch)
    assert code in (0, 3), err
    printed = json.loads(out)
    assert isinstance(printed, (dict, list))
    assert [*faults(printed, printed_schema(ALL[name].prints))] == []
