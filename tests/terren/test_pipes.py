"""A pipe in the place of a file that is named is refused; nobody waits for what it may bring."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terren.conftest import Terren

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX systems")


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    def waited(number: int, frame: object) -> None:
        raise AssertionError("it waits for the pipe")

    before = signal.signal(signal.SIGALRM, waited)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("report.html", ("report", "2022", "--check")),
        ("report.json", ("report", "2022", "--check")),
        ("form.docx", ("report", "2022", "-o", "out.docx", "--template")),
        ("plan.docx", ("import", "--dry-run")),
        ("plan.plan.toml", ("import", "--dry-run")),
        ("revised.db", ("import", "--dry-run")),
        ("a.terren", ("receive",)),
        ("a.terren-enrol", ("trust", "accept")),
        ("backup.db", ("restore",)),
        ("terren.pyz", ("publish-update",)),
    ],
)
def test_a_named_pipe_is_refused(
    terren: Terren, enrolled: Path, tmp_path: Path, name: str, arguments: tuple[str, ...]
) -> None:
    os.mkfifo(tmp_path / name)
    result = terren(*arguments, tmp_path / name)
    assert result.code in (1, 2), result.err
    assert result.err


def test_a_pipe_in_the_place_of_ones_own_files_is_refused(terren: Terren, enrolled: Path) -> None:
    os.mkfifo(enrolled.with_name("config.toml"))
    result = terren("status")
    assert (result.code, "config.toml" in result.err) == (1, True)
    enrolled.with_name("config.toml").unlink()
    (key,) = (enrolled.parent / "keys").glob("*.key")
    key.unlink()
    os.mkfifo(key)
    result = terren("set", "1.1.1", "--status", "implemented")
    assert (result.code, key.name in result.err) == (1, True)
