"""Every figure of every face equals a naive recount of the ledger, over random histories and revisions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.recount import comparisons, histories, painted
from tests.recount.recount import Recount, Span, read_rows
from tests.support.lengths import WHOLE, cases

Lived = tuple[list[histories.Version], list[tuple[int, histories.Event]]]
lives = st.tuples(histories.versions(), histories.recorded())
days = st.sampled_from(histories.DAYS)
periods = st.sampled_from(
    [
        "2021",
        "2022",
        "2022",
        "2023",
        "2022-H1",
        "2022-H2",
        "2022-Q1",
        "2022-Q3",
        "2023-Q4",
        "..2022-Q3",
        "..2023",
    ]
).map(Span)
own = st.sampled_from([None, None, "XYZQ"])

# a history is told in words, and making it shorter takes longer than reading it
many = settings(
    max_examples=cases(6, 1000),
    deadline=None,
    derandomize=not WHOLE,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERREN_HOME", str(tmp_path))
    monkeypatch.setenv("TERREN_LANGUAGE", "en")


@contextmanager
def living(folder: Path, lived: Lived, unit: str | None = None) -> Iterator[tuple[Path, Recount]]:
    """A database in which a history was lived, as headquarters has it or an officer of a unit."""
    path = folder / "terren.db"
    path.unlink(missing_ok=True)
    with histories.lived(path, *lived) as store:
        if unit is not None:
            histories.become(store, "field", unit)
        yield path, Recount(read_rows(path), lived[0], unit)


def told(*faces: Iterator[str]) -> str:
    """Where faces differ from the recount, a line each."""
    return "\n".join(islice(chain(*faces), 40))


@many
@given(lived=lives, day=days, unit=own)
def test_lists_and_pages(tmp_path: Path, lived: Lived, day: date, unit: str | None) -> None:
    with living(tmp_path, lived, unit) as (path, one):
        assert told(comparisons.lists(path, one, day), comparisons.objectives(path, one, day)) == ""
        assert told(comparisons.departed(path, one, day)) == ""
        if unit is None:
            assert told(comparisons.own_words(path, one, day)) == ""


@many
@given(lived=lives, day=days, unit=own)
def test_the_tree_and_its_pages(tmp_path: Path, lived: Lived, day: date, unit: str | None) -> None:
    with living(tmp_path, lived, unit) as (path, one):
        assert told(painted.tree(path, one, day)) == ""
        assert told(painted.pages(path, one, day), painted.objectives(path, one, day)) == ""


@many
@given(lived=lives, day=days)
def test_the_matrix(tmp_path: Path, lived: Lived, day: date) -> None:
    with living(tmp_path, lived) as (path, one):
        assert told(comparisons.matrix(path, one, day), painted.matrix(path, one, day)) == ""


@many
@given(lived=lives)
def test_the_views(tmp_path: Path, lived: Lived) -> None:
    with living(tmp_path, lived) as (path, one):
        assert told(comparisons.views(path, one)) == ""


@many
@given(lived=lives, code=st.sampled_from(["2021", "2022-H1", "2022", "2023"]))
def test_what_units_owe(tmp_path: Path, lived: Lived, code: str) -> None:
    with living(tmp_path, lived) as (path, one):
        assert told(comparisons.owing(path, one, code), painted.owing(path, one, code)) == ""
        assert told(comparisons.units(path, one)) == ""


@many
@given(
    lived=lives, span=periods, as_of=days, unit=own, by=st.sampled_from(["plan", "objective", "lead", "unit"])
)
def test_the_overview(
    tmp_path: Path, lived: Lived, span: Span, as_of: date, unit: str | None, by: str
) -> None:
    with living(tmp_path, lived, unit) as (path, one):
        assert told(comparisons.overview(path, one, span, as_of, by)) == ""
        sums = comparisons.group_sums(one, span, as_of, by)
        assert told(painted.groups(path, one, span, as_of, by, sums)) == ""


@many
@given(
    lived=lives,
    span=periods,
    as_of=days,
    of=st.sampled_from([None, None, "MPB", "17"]),
    approved=st.booleans(),
)
def test_reports(
    tmp_path: Path, lived: Lived, span: Span, as_of: date, of: str | None, approved: bool
) -> None:
    with living(tmp_path, lived) as (path, one):
        of_unit = Recount(one.rows, one.versions, of)
        assert told(comparisons.reports(path, of_unit, span, as_of, only_approved=approved)) == ""


few = settings(many, max_examples=cases(2, 200))


@few
@given(lived=lives, day=days, unit=own, approved=st.booleans())
def test_the_long_rows(tmp_path: Path, lived: Lived, day: date, unit: str | None, approved: bool) -> None:
    with living(tmp_path, lived, unit) as (path, one):
        assert told(comparisons.long_rows(path, one, day, only_approved=approved)) == ""
        assert told(comparisons.series(path, one, day)) == ""


@few
@given(
    lived=lives,
    span=periods,
    as_of=days,
    of=st.sampled_from([None, None, "MPB", "17"]),
    approved=st.booleans(),
)
def test_every_form_of_a_report(
    tmp_path: Path, lived: Lived, span: Span, as_of: date, of: str | None, approved: bool
) -> None:
    with living(tmp_path, lived) as (path, one):
        of_unit = Recount(one.rows, one.versions, of)
        assert told(comparisons.forms(path, of_unit, span, as_of, only_approved=approved)) == ""
        assert told(comparisons.iati(path, of_unit, span, as_of, only_approved=approved)) == ""
