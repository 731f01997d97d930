"""What lies aside at a laptop reaches headquarters, which sets it aside as well and says so."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from store.errors import Refused
from store.parked import missing_runs, told_aside
from sync.export import export
from sync.format import compose, open_container
from sync.inspect import inspect
from sync.keys import sign
from sync.mailbox import exchange_folder
from sync.receive import receive_data
from tests.sync.histories import World, lived
from tests.sync.second_reader import SecondReader
from tests.sync.test_convergence import BOTH_WENT_BACK
from tests.sync.world import believe, headquarters, installation


def aside(file: Path) -> list[tuple[str, int, int]]:
    return [section[:3] for section in inspect(file.read_bytes(), "").aside]


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """The third laptop alone still holds an edit; headquarters has the author's new history."""
    context = lived(BOTH_WENT_BACK)
    world = context.__enter__()
    request.addfinalizer(lambda: context.__exit__(None, None, None))
    author, bearer = world.laptops[1], world.laptops[2]
    world.take(world.center, world.send(author, world.center))
    world.take(world.center, world.send(bearer, world.center))
    world.take(bearer, world.send(world.center, bearer))
    return world


def test_it_is_sent_until_headquarters_says_that_it_has_it(world: World) -> None:
    author, bearer, center = world.laptops[1].one, world.laptops[2].one, world.center.one
    for _ in range(2):
        lost = bearer.export(world.stick)
        assert aside(lost.path) == [(author.replica, 0, 1)]
    taken = center.receive(lost.path, accept=False)
    (fork,) = taken.forks
    assert (fork.replica, fork.first, fork.last, taken.new) == (author.replica, 1, 1, 0)
    assert fork.found.check_code == lost.check_code
    assert center.receive(bearer.export(world.stick).path, accept=False).forks == ()
    bearer.receive(center.export(world.stick, bearer.replica).path, accept=False)
    assert aside(bearer.export(world.stick).path) == []
    assert told_aside(bearer.store.conn) == told_aside(center.store.conn) != ()


def test_a_headquarters_that_went_back_again_gets_it_again(world: World, tmp_path: Path) -> None:
    bearer = world.laptops[2]
    world.keep(world.center)
    world.take(world.center, world.send(bearer, world.center))
    world.take(bearer, world.send(world.center, bearer))
    world.restore(world.center, archive=False)
    assert told_aside(world.center.one.store.conn) == ()
    world.settle()
    assert len(told_aside(world.center.one.store.conn)) == 1
    assert world.agree()


def test_another_laptop_passes_it_over(world: World) -> None:
    bearer, other, center = world.laptops[2].one, world.laptops[0].one, world.center.one
    file = bearer.export(world.stick).path
    before = other.state
    assert other.receive(file, accept=False).forks == ()
    assert (other.state, told_aside(other.store.conn)) == (before, ())
    assert aside(export(bearer.store, bearer.places, world.stick, peer=other.replica).path) == []
    center.receive(file, accept=False)
    assert aside(center.export(world.stick).path) == []


def test_a_second_reader_reads_it(world: World) -> None:
    bearer = world.laptops[2].one
    (lost,) = SecondReader(bearer.export(world.stick).path.read_bytes()).changes("aside")
    assert (lost.replica, lost.seq, lost.value) == (world.laptops[1].one.replica, 1, '"3"')


def test_a_visit_to_the_mailbox_brings_it_and_both_come_to_rest(world: World) -> None:
    bearer, center = world.laptops[2].one, world.center.one
    bearer.export(world.stick)
    box = world.stick / "box"
    box.mkdir()
    wrote = []
    for _ in range(3):
        wrote += [exchange_folder(one.store, one.places, box).written is not None for one in (bearer, center)]
    assert wrote[-2:] == [False, False]
    assert told_aside(bearer.store.conn) == told_aside(center.store.conn) != ()


def test_what_waits_for_a_missing_file_is_passed_on_too(tmp_path: Path) -> None:
    """Nobody else may ever bring it: the laptop that wrote it can be lost."""
    author, bearer = installation(tmp_path / "author"), installation(tmp_path / "bearer")
    center = headquarters(tmp_path / "center")
    believe(author, bearer, center)
    author.edit("1.1.1", "status", "implemented")
    center.receive(author.export(tmp_path).path)
    author.receive(center.export(tmp_path, author.replica).path)
    author.edit("1.1.1", "percent", 5)
    bearer.receive(author.export(tmp_path).path)
    assert missing_runs(bearer.store.conn) == ((author.replica, 1, 1),)
    center.receive(bearer.export(tmp_path).path)
    assert [(one["field"], one["value"]) for one in center.state] == [
        ("percent", 5),
        ("status", "implemented"),
    ]
    bearer.receive(center.export(tmp_path, bearer.replica).path)
    assert (bearer.state, told_aside(bearer.store.conn)) == (center.state, ())


def _signed(section: list[Any]) -> list[Any]:
    return [*section[:6], "00" * 64, *section[7:]]


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (lambda lines: [*lines[:-2], _signed(lines[-2]), lines[-1]], "changeset_signature"),
        (lambda lines: [*lines[:-1], [*lines[-1][:1], "4", *lines[-1][2:]]], "changeset_chain"),
        (
            lambda lines: [*lines[:-2], ["section", *lines[-2][1:]], lines[-1], *lines[-2:]],
            "changeset_header",
        ),
        (lambda lines: [*lines, ["section", *lines[-2][1:]], lines[-1]], "changeset_body"),
    ],
    ids=("another's signature", "another value", "told otherwise", "before the sections"),
)
def test_a_bearer_can_invent_nothing(world: World, lie: Callable[[list[Any]], list[Any]], code: str) -> None:
    bearer, center = world.laptops[2].one, world.center.one
    data = bearer.export(world.stick).path.read_bytes()
    container = open_container(data, "")
    lines = [json.loads(line) for line in zlib.decompress(container.body).decode().splitlines()]
    assert lines[-2][0] == "aside"
    body = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lie(lines)).encode()
    forged = compose(container.header, zlib.compress(body), partial(sign, bearer.places, bearer.replica))
    before = center.state, told_aside(center.store.conn)
    with pytest.raises(Refused) as refused:
        receive_data(center.store, center.places, world.stick / "forged", forged)
    assert refused.value.code == code
    assert (center.state, told_aside(center.store.conn)) == before
