"""docs/exchange.md says enough: a reader written from it alone reads what the project writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nacl.exceptions import BadSignatureError

from sync.wire import decoding, encoding
from sync.wire.envelope import open_envelope
from tests.support.lengths import cases
from tests.sync.convergence.histories import lived
from tests.sync.convergence.soak import history
from tests.sync.convergence.test_convergence import CLONE, GAP
from tests.sync.wire import second_reader
from tests.sync.wire.second_reader import Read, SecondReader, named, shown
from tests.sync.wire.test_golden import VERSIONS
from tests.sync.world import Installation, believe, headquarters, installation


def ledger(one: Installation) -> list[tuple[object, ...]]:
    """Every change and its hash, as the project holds it."""
    rows = one.store.conn.execute(
        "SELECT replica, seq, lamport, recorded_at, officer, unit, batch, kind, target, field, value,"
        " effective_on, supersedes, hex(hash) FROM change ORDER BY replica, seq"
    )
    return [(*row[:12], tuple(json.loads(row[12])), row[13].lower()) for row in rows.fetchall()]


@pytest.mark.parametrize("file", VERSIONS, ids=lambda file: file.stem)
def test_a_golden_file_is_read_alike(file: Path) -> None:
    expected = json.loads(file.with_suffix(".json").read_text("utf-8"))
    reader = SecondReader(file.read_bytes())
    changes = list(reader.changes())
    assert len(changes) == expected["changes"]

    # one of them is for another unit than its author's: the page says that it changes no view
    def own(change: Read) -> bool:
        return change.unit in ("", reader.authors[change.replica][2])

    assert sum(map(own, changes)) == len(changes) - 1
    heads = [{**one, "heads": sorted(one["heads"])} for one in expected["state"]]
    assert list(shown(changes, own)) == sorted(
        heads, key=lambda one: [one[k] for k in ("kind", "target", "unit", "field")]
    )


@pytest.mark.parametrize("steps", [GAP, CLONE, history(3), history(11)])
def test_a_whole_history_is_read_alike(steps: list[tuple[object, ...]]) -> None:
    """Everything that headquarters holds, written for everybody: changes, hashes and what stands."""
    with lived(steps) as world:
        world.settle()
        center = world.center.one
        written = center.export(world.stick)
        reader = SecondReader(written.path.read_bytes())
        changes = list(reader.changes())
        names = named(changes)
        assert sorted((*names[change.hash], *change[2:13], change.hash) for change in changes) == ledger(
            center
        )
        assert list(shown(changes)) == [{**one, "heads": sorted(one["heads"])} for one in center.state]
        ends = {change.hash for change in changes} - {change.prev for change in changes}
        assert ends == {digest for _, digest in reader.vector}


def test_more_registers_than_there_are_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the highest number the lowest names another register; all 65,536 in ``make soak``."""
    ring = cases(300, second_reader.RING)
    for module in (encoding, decoding, second_reader):
        monkeypatch.setattr(module, "RING", ring)
    from store.ledger.append import Edit, record

    field = installation(tmp_path / "field")
    unit = field.identity.unit
    names = [f"n{number}" for number in (*range(ring + 4), 2, ring + 1, 1, 3, ring + 3)]
    for start in range(0, len(names), 20_000):
        edits = [
            Edit("x", "1.1.1", unit, name, [start, n]) for n, name in enumerate(names[start : start + 20_000])
        ]
        record(field.store, edits)
    written = field.export(tmp_path)
    read = SecondReader(written.path.read_bytes()).changes()
    assert [(*change[:13], change.hash) for change in read] == ledger(field)


def test_it_reads_what_was_sealed_once_it_is_opened(tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    field, center = installation(tmp_path / "field"), headquarters(tmp_path / "center")
    believe(field, center)
    field.edit("1.1.1", "status", "implemented")
    center.receive(field.export(tmp_path).path)
    field.receive(center.export(tmp_path).path)
    from sync.send.export import export

    sealed = export(field.store, field.places, tmp_path, sealed=True)
    data = open_envelope(sealed.path.read_bytes(), center.places, "")
    assert SecondReader(data).header["sender"]["replica"] == field.replica


def test_it_notices_a_flipped_bit_anywhere() -> None:
    data = VERSIONS[0].read_bytes()
    for at in range(0, len(data), 7):
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises((ValueError, KeyError, BadSignatureError)):
            list(SecondReader(flipped).changes())
