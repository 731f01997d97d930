"""The command line as a test calls it: in this process, with a home of its own, in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import language
from store.publish import write_published
from terren.__main__ import run
from tests.plans import small_plan


class Result(NamedTuple):
    """Exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Terren = Callable[..., Result]


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


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A published plan with eight actions."""
    path = tmp_path / "plan.db"
    write_published(path, small_plan(), source_name="prove.txt", source_sha256="00")
    return path


@pytest.fixture
def enrolled(terren: Terren, published: Path, home: Path) -> Path:
    """The database of an officer of Pejë."""
    result = terren("init", "--officer", "Arta Krasniqi", "--unit", "Pejë", "--plan", published)
    assert result.code == 0, result.err
    return home / "terren.db"
