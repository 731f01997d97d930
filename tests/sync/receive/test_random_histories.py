"""Random histories of one author, who signs each part of them and shows notes with and without their text."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from store.ledger.append import rebuild_derived
from store.ledger.branches import read_branches
from store.ledger.change import GENESIS, Change, Redaction, change_hash, redacted_form, value_hash
from store.ledger.intake import Intake
from sync.proof import prove
from sync.quarantine.sections import read_pending
from sync.wire.encoding import encode_changes
from sync.wire.keys import sign
from sync.wire.section import Section, section_line
from tests.support.lengths import cases
from tests.sync.trust.test_stolen_keys import written
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import UNIT, Installation, believe, headquarters, installation, quick_folder


class _Node(NamedTuple):
    """A change in a tree of histories: ``before`` is the place of what comes before, ``shown`` its forms."""

    change: Change
    digest: bytes
    before: int | None
    shown: tuple[Change, ...]


def test_two_who_take_files_of_one_author_in_other_orders_end_alike_and_sound() -> None:
    for seed in range(cases(12, 3_000)):
        with quick_folder() as folder:
            files, rng = _files(folder, random.Random(seed), f"{seed:032x}")
            one, other = (
                _ends(folder / name, order)
                for name, order in (
                    ("first", files),
                    ("second", rng.sample(files, len(files))),
                )
            )
            assert one == other, seed


def test_what_stands_behind_many_partings_is_moved_once_and_the_state_derived_once(tmp_path: Path) -> None:
    """Each history parts behind the next change of a long one, and is to bear its name."""
    most, parting = 300, 40
    with quick_folder() as folder:
        author, center = installation(folder / "author"), headquarters(folder / "center")
        believe(center, author)
        run = list[_Node]()
        for n in range(most):
            run.append(_note(author, run, f"long {n}"))
        runs = [run]
        for n in range(parting):
            tries = (_note(author, run[:n], f"short {n} {k}") for k in itertools.count())
            runs.append([*run[:n], next(node for node in tries if node.digest < run[n].digest)])
        rng = random.Random(1)
        lines = [introduced(author)]
        for n, own in enumerate(runs):
            lines += _section(author, rng, run, own[max(n - 1, 0) :])
        total = sum(len(own[max(n - 1, 0) :]) for n, own in enumerate(runs))
        path = written(folder, forged(author, lines, changes=total, sections=len(runs), number=1))
        before = center.store.conn.total_changes
        with patch("sync.receive.joining.rebuild_derived", wraps=rebuild_derived) as derived:
            center.receive(path)
        assert derived.call_count == 1
        # without it as many as the product of both
        assert center.store.conn.total_changes - before < 20 * (most + parting)
        assert prove(center.store, center.places).faults == ()
        names = read_branches(center.store.conn, author.replica)
        assert len(names) == parting
        first = dict(
            center.store.conn.execute("SELECT seq, hash FROM change WHERE replica = ?", (author.replica,))
        )
        assert first[1] == runs[1][0].digest


def test_what_is_judged_anew_is_gone_on_from_as_it_is_then(tmp_path: Path) -> None:
    """The state is derived again, and what was known of it before is no more so."""
    with quick_folder() as folder:
        author, center = installation(folder / "author"), headquarters(folder / "center")
        believe(center, author)
        note = _note(author, [], "first")
        lines = [introduced(author), *_section(author, random.Random(1), [note], [note])]
        path = written(folder, forged(author, lines, changes=1, sections=1, number=1))
        done: list[str] = []

        def judged(*_given: object) -> int:
            done.append("judged")
            return int(done.count("judged") == 1)

        def begun(conn: Any) -> Intake:
            done.append("begun")
            return Intake(conn)

        with (
            patch("sync.receive.joining.rejudge_changes", side_effect=judged),
            patch("sync.receive.joining.Intake", side_effect=begun),
        ):
            center.receive(path)
        assert done[-4:] == ["judged", "begun", "begun", "judged"]


def _note(author: Installation, before: list[_Node], text: str) -> _Node:
    """A note behind others."""
    seq = len(before) + 1
    change = Change(author.replica, seq, seq, 1_640_000_000, "Z", UNIT, str(seq), "note", "1.1.1", "n",
                    f'"{text}"', None, ())  # fmt: skip
    digest = change_hash(change, before[-1].digest if before else GENESIS)
    return _Node(change, digest, len(before) - 1 if before else None, (change,))


def _ends(home: Path, files: list[tuple[Installation, Path]]) -> tuple[Any, ...]:
    """What a headquarters holds and shows once it has taken files; all of it is as its author signed."""
    center = headquarters(home)
    believe(center, files[0][0])
    for _author, path in files:
        center.receive(path, accept=False)
        assert prove(center.store, center.places).faults == ()
    conn = center.store.conn
    changes = conn.execute("SELECT hash, replica, seq, held, value FROM change ORDER BY hash").fetchall()
    pending = sorted((each.start, each.length, each.head) for each in read_pending(conn))
    return center.state, changes, pending


def _files(
    folder: Path, rng: random.Random, replica: str
) -> tuple[list[tuple[Installation, Path]], random.Random]:
    """Files with one to four sections each of a tree of histories."""
    author = installation(folder / "author", replica=replica)
    nodes = list[_Node]()
    for n in range(rng.randint(2, 14)):
        before = rng.choice([None, *range(n)][-3:]) if n else None
        nodes.append(_node(author, rng, n, before, nodes))
    (folder / "stick").mkdir()
    files = []
    for number in range(rng.randint(2, 8)):
        lines, total, sections = [introduced(author)], 0, rng.randint(1, 4)
        for _ in range(sections):
            run = _history(nodes, rng.randrange(len(nodes)))
            run = run[rng.randrange(len(run)) if rng.random() < 0.5 else 0 :]
            lines += _section(author, rng, nodes, run)
            total += len(run)
        data = forged(author, lines, changes=total, sections=sections, number=number)
        files.append((author, written(folder / "stick", data)))
    return files, rng


def _node(author: Installation, rng: random.Random, n: int, before: int | None, nodes: list[_Node]) -> _Node:
    """A note or a status behind another change, and in which forms its author shows it."""
    previous = None if before is None else nodes[before]
    seq = 1 if previous is None else previous.change.seq + 1
    kind, field, value = rng.choice(
        [("note", "n1", f'"text {n}"'), ("note", "n2", f'"text {n}"'), ("action", "status", '"implemented"')]
    )
    change = Change(author.replica, seq, seq, 1_640_000_000 + n, "Z", UNIT, str(seq), kind, "1.1.1", field,
                    value, None, ())  # fmt: skip
    digest = change_hash(change, GENESIS if previous is None else previous.digest)
    forms = [change]
    if kind == "note":
        hashed, own = value_hash(value), sign(author.places, author.replica, redacted_form(digest))
        by_nobody = Redaction(hashed, "ab" * 16, bytes(64))
        forms += [change._replace(value=gone.text) for gone in (by_nobody, Redaction(hashed, "", own))]
    return _Node(change, digest, before, tuple(rng.sample(forms, rng.randint(1, len(forms)))))


def _history(nodes: list[_Node], last: int | None) -> list[_Node]:
    """The changes that lead to one, and it."""
    history = list[_Node]()
    while last is not None:
        history.append(nodes[last])
        last = nodes[last].before
    return history[::-1]


def _section(author: Installation, rng: random.Random, nodes: list[_Node], run: list[_Node]) -> list[str]:
    """The lines of a section with these changes, each in one of its forms."""
    first = run[0]
    prev = GENESIS if first.before is None else nodes[first.before].digest
    at, seq = first.change.recorded_at, first.change.seq
    section = Section(author.replica, seq - 1, len(run), prev, run[-1].digest, b"", "Z", UNIT, at, seq - 1)
    section = section._replace(attestation=sign(author.places, author.replica, section.attested))
    return [section_line(section), *encode_changes(section, [rng.choice(node.shown) for node in run])]
