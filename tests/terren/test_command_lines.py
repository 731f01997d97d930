"""Every command line that README and the documents print runs, one after another, in an office a page."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click
import pytest

from tests.support.paths import ROOT
from tests.terren.conftest import Scene
from tests.terren.office import Office, prepare, translated
from tests.terren.printed import PAGES, Line, lines, of_other_programs

ELSEWHERE: Final = {"README.md": "test_demo", "commands.md": "test_help"}
"""Pages whose lines are typed by another test."""
OF_README: Final = {Line("demo FOLDER"), Line("", "FOLDER/headquarters")}
"""What other pages say of the demonstration."""
NOT_RUN: Final = {
    r"make( [a-z-]+)?": "calls this test, or makes everything anew",
    r"python -m tools\.bundle --python FILE\.zip": "makes a bundle from what a package index has",
    r"python -m \w[\w.]*( \w+| --\w+ [\d.]+)*": (
        "measures or writes for minutes: what `make soak` and `make bench` call"
    ),
    r"\.venv/bin/pytest \S+ -k \w+": "pytest, which is running",
    r"python3 terren\.pyz|sh install\.sh|terren/terren": "of the bundle: `make bundle-test` installs it",
    r"pip( install 'terren\[seal\]')?": "asks a package registry",
}
"""Lines of other programs, with why they are not run here."""
ENGLISH: Final = [page for page in PAGES if page.suffixes == [".md"] and page.name not in ELSEWHERE]
TRANSLATIONS: Final = [page for page in PAGES if page.suffixes != [".md"]]


@pytest.fixture(scope="module")
def office(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scene with what the guides speak of besides, to be copied."""
    folder = tmp_path_factory.mktemp("prepared") / "office"
    shutil.copytree(scene.folder, folder)
    with pytest.MonkeyPatch.context() as patch:
        prepare(folder, patch)
    return folder


@pytest.mark.parametrize("page", ENGLISH, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_line_of_a_page_runs(
    page: Path, office: Path, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [line for line in lines(page.read_text("utf-8")) if line not in OF_README]
    if found:
        shutil.copytree(office, tmp_path / "office")
        typed = Office(tmp_path / "office", scene.ids, monkeypatch)
        assert [wrong for line in found for wrong in typed.wrong(line)] == []


@pytest.mark.parametrize("page", TRANSLATIONS, ids=lambda page: page.name)
def test_a_translated_page_has_the_lines_of_the_page_in_english(page: Path) -> None:
    english = page.with_name(f"{page.name.partition('.')[0]}.md")
    assert sorted(translated(line) for line in lines(page.read_text("utf-8"))) == sorted(
        lines(english.read_text("utf-8"))
    )


def test_what_is_not_run_is_there_and_has_its_reason() -> None:
    found = {line for page in PAGES for line in of_other_programs(page.read_text("utf-8"))}
    assert {line for line in found if not any(re.fullmatch(one, line) for one in NOT_RUN)} == set()
    assert [one for one in NOT_RUN if not any(re.fullmatch(one, line) for line in found)] == []
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for line in found:
        program, *words = line.split()
        if program == "make" and words:
            assert words[0] in targets
        if program == "python":
            module = find_spec(words[1])
            assert module is not None
            main = Path(str(module.origin)).with_name("__main__.py")
            assert main.is_file() or "__main__" in Path(str(module.origin)).read_text("utf-8"), line


def test_a_line_that_means_nothing_or_is_refused_would_be_found(
    office: Path, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [*lines("`terren set` `terren list --filter` `terren` `terren meeting` `terren log … NR`")] == []
    for wrong in ("`terren liste`", "`terren list --state 4`", "`terren meeting opened`"):
        with pytest.raises(click.UsageError):
            list(lines(wrong))
    page = "`terren undo --steps x`\n```\nterren list\nterren set 9.9.9 --status 4\nterren liste  all\n```"
    shutil.copytree(office, tmp_path / "office")
    typed = Office(tmp_path / "office", scene.ids, monkeypatch)
    assert [(words, code) for line in lines(page) for words, code, _said in typed.wrong(line)] == [
        ("undo --steps x", 2),
        ("set 9.9.9 --status 4", 1),
        ("liste", 2),
    ]
