"""Where PostgreSQL's programs are not, the tests of a server skip and say what is to be installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import tests.support.postgres
from tests.support.postgres import cluster, programs


def test_without_the_programs_of_a_server_its_tests_skip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tests.support.postgres, "DEBIAN", tmp_path)
    monkeypatch.setattr(tests.support.postgres, "programs", programs.__wrapped__)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="Debian's package postgresql"), cluster():
        pass


def test_without_psycopg_they_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(pytest.skip.Exception, match=r"terren\[hq\]"), cluster():
        pass
