"""What is said of a file that was taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from language import use
from store.ledger.change import Register
from sync.quarantine.forks import Fork
from sync.quarantine.sections import MissingRun
from sync.receive.arrivals import Missing
from sync.receive.received import Received
from terren.commands.exchange.taken import fork_lines, missing_lines, tell_taken
from tests.plans import enrolled


@pytest.mark.parametrize(
    ("register", "what"),
    [
        (Register("action", "1.1.1", "17", "status"), "1.1.1, Pejë, Status"),
        (Register("assessment", "1.1.1", "", "status"), "1.1.1, Assessment by headquarters: Status"),
    ],
)
def test_a_conflict_without_a_unit_has_no_empty_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], register: Register, what: str
) -> None:
    use("en")
    taken = Received(Path("a.terren"), "K7QF", "MPB", "Qendra", "x", 1, 1, (register,), None, (), 0)
    with enrolled(tmp_path / "a.db") as store:
        tell_taken(store, taken)
    assert f"Conflict: {what}." in capsys.readouterr().err


def test_very_many_conflicts_take_few_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    use("en")
    registers = tuple(Register("note", "1.1.1", "17", f"{n:012x}") for n in range(1_000))
    taken = Received(Path("a.terren"), "K7QF", "MPB", "Qendra", "x", 1, 1, registers, None, (), 0)
    with enrolled(tmp_path / "a.db") as store:
        tell_taken(store, taken)
    told = capsys.readouterr().err.splitlines()
    assert (len(told), told[-1]) == (22, "… and 980 more")


def test_very_many_histories_take_few_lines() -> None:
    """Those of one author who writes them; all of them stand in --json."""
    use("en")
    forks = [Fork("0" * 32, "17", "Zyrtari", 1, 1, None, None, (), healed=False)] * 1_000
    told = list(fork_lines(forks))
    assert (len(told), told[-1]) == (21, "… and 980 more")
    assert len(list(fork_lines(forks[:20]))) == 20


def test_very_many_gaps_take_few_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where they are of somebody else than the sender of the file that was taken."""
    use("en")
    runs = tuple(MissingRun("0" * 32, 2 * n + 1, 2 * n + 1) for n in range(1_000))
    taken = Received(Path("a.terren"), "K7QF", "MPB", "Qendra", "x", 1, 1, (), None, (), 0)
    with enrolled(tmp_path / "a.db") as store:
        tell_taken(store, taken._replace(parked=runs))
    told = capsys.readouterr().err.splitlines()
    assert (len(told), told[-1]) == (22, "… and 980 more")
    missing = [Missing(*run, "17", "Zyrtari") for run in runs]
    assert (len(list(missing_lines(missing))), len(list(missing_lines(missing[:20])))) == (21, 20)
