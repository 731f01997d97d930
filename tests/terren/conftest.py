"""The command line as a test calls it: in this process, with a home of its own, in English."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import language
from store.db.places import Places
from store.revision.plan_database import write_plan_database
from terren.__main__ import run
from tests.plans import small_plan
from tests.support.acquainted import acquaint
from tests.support.documents import documents_read_once


class Result(NamedTuple):
    """Exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Terren = Callable[..., Result]

At = Callable[..., Result]
"""Calls the command line on a named laptop."""

LAPTOPS = {"hq": ("MPB", "headquarters"), "peja": ("Pejë", "field"), "peja2": ("Pejë", "field")}


@pytest.fixture(scope="session", autouse=True)
def _once() -> Iterator[None]:
    with documents_read_once():
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home in the test's own folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    before = language.current()
    monkeypatch.setenv("TERREN_HOME", str(folder))
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    monkeypatch.delenv("TERREN_DB", raising=False)
    yield folder
    language.use(before)


@pytest.fixture
def terren(capsys: pytest.CaptureFixture[str]) -> Terren:
    """Calls the command line."""

    def call(*arguments: str | Path) -> Result:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Result(code, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what many tests begin with lies, made by the first of them, to be copied."""
    return tmp_path_factory.mktemp("prepared")


def published_plan(folder: Path, name: str) -> Path:
    """Return another published plan, whose id is its name."""
    made, plan = folder / f"{name}.db", small_plan()._replace(id=name, title="Plani tjetër")
    write_plan_database(made, plan, source_name="tjeter.txt", source_sha256="11")
    return made


@pytest.fixture
def published(tmp_path: Path, prepared: Path) -> Path:
    """A published plan with eight actions."""
    made = prepared / "plan.db"
    if not made.exists():
        write_plan_database(made, small_plan(), source_name="prove.txt", source_sha256="00")
    return Path(shutil.copy(made, tmp_path / made.name))


@pytest.fixture
def enrolled(terren: Terren, published: Path, home: Path, prepared: Path) -> Path:
    """The database of an officer of Pejë."""
    made = prepared / "enrolled"
    if not made.exists():
        result = terren("init", "--officer", "Arta Krasniqi", "--unit", "Pejë", "--plan", published)
        assert result.code == 0, result.err
        shutil.copytree(home, made)
    else:
        shutil.copytree(made, home, dirs_exist_ok=True)
    return home / "terren.db"


@pytest.fixture
def at(
    terren: Terren, tmp_path: Path, published: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> At:
    """Calls the command line on one of LAPTOPS; on first use all have enrolled and accept each other."""

    def enrol_all(folder: Path) -> None:
        folder.mkdir()
        for laptop, (unit, role) in LAPTOPS.items():
            monkeypatch.setenv("TERREN_HOME", str(folder / laptop))
            enrolled = terren(
                *("init", "--officer", laptop, "--unit", unit, "--role", role, "--plan", str(published))
            )
            assert enrolled.code == 0, enrolled.err
        acquaint_all(folder)

    def call(who: str, *arguments: str | Path) -> Result:
        if not (tmp_path / who).exists():
            made = prepared / "laptops"
            if not made.exists():
                enrol_all(made)
            for laptop in LAPTOPS:
                shutil.copytree(made / laptop, tmp_path / laptop)
        monkeypatch.setenv("TERREN_HOME", str(tmp_path / who))
        return terren(*arguments)

    return call


def acquaint_all(folder: Path) -> None:
    """Let the laptops of a folder accept each other."""
    acquaint([Places(folder / name, folder / name) for name in LAPTOPS])


class Scene(NamedTuple):
    """A folder with laptops, a stick and files, and what the ids really are that the examples call so."""

    folder: Path
    ids: dict[str, str]


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The scene that the examples of the help speak of, to be copied."""
    from tests.terren.scene import build

    folder = tmp_path_factory.mktemp("scene")
    before = dict(os.environ), language.current()
    os.environ["TERREN_LANGUAGE"] = "en"
    try:
        return Scene(folder, build(folder))
    finally:
        os.environ.clear()
        os.environ.update(before[0])
        language.use(before[1])


class Exchange(NamedTuple):
    """Laptops, and a stick that carries files between them."""

    at: At
    stick: Path

    def carry(self, sender: str, receiver: str) -> Result:
        """Export on one laptop and receive on the other."""
        written = self.at(sender, "export", "--to", self.stick)
        assert written.code == 0, written.err
        return self.at(receiver, "receive", written.out.strip())


@pytest.fixture
def exchange(at: At, tmp_path: Path) -> Exchange:
    """Laptops with a stick."""
    stick = tmp_path / "stick"
    stick.mkdir()
    return Exchange(at, stick)
