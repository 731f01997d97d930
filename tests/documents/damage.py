"""Reads damaged documents: ``python -m tests.documents.damage --cases 2000``.

Every case must end in a plan or a refusal, within five seconds of the processor, the whole run within 300 MB.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import planreader
from store.db.errors import UserError
from tests.support.paths import SET

KINDS: Final = ("docx", "xlsx", "docx.pdf", "xlsx.pdf", "wide.pdf", "cells.txt", "plan.toml")
SLOWEST: Final = 5.0
"""Seconds of the processor."""
LARGEST: Final = 300 * 1024 * 1024


class Outcome(NamedTuple):
    """How one damaged document was read: ``plan``, a refusal's code, or ``!`` and what went wrong."""

    kind: str
    damage: str
    result: str
    seconds: float


def truncated(data: bytes, rng: Random) -> bytes:
    """The beginning of a document."""
    return data[: rng.randrange(len(data))]


def flipped(data: bytes, rng: Random) -> bytes:
    """Some bytes changed."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20))):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def swapped(data: bytes, rng: Random) -> bytes:
    """Two pieces in each other's place."""
    a, b = sorted(rng.randrange(len(data)) for _ in range(2))
    size = min(rng.randint(1, 4000), b - a, len(data) - b)
    return data[:a] + data[b : b + size] + data[a + size : b] + data[a : a + size] + data[b + size :]


DAMAGES: Final = {"truncate": truncated, "flip": flipped, "swap": swapped}


def in_archive(data: bytes, damage: str, rng: Random) -> bytes:
    """A part of an office file damaged and packed again with a right checksum; or two parts exchanged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    names = sorted(name for name, part in parts.items() if part)
    heavy = [name for name in names if "document.xml" in name or "sheet" in name.lower()]
    name = rng.choice(heavy if rng.random() < 0.6 else names)
    if damage == "swap" and rng.random() < 0.5:
        other = rng.choice(names)
        parts[name], parts[other] = parts[other], parts[name]
    else:
        parts[name] = DAMAGES[damage](parts[name], rng)
    if rng.random() < 0.05:
        del parts[rng.choice(names)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return made.getvalue()


def damaged(kind: str, data: bytes, rng: Random) -> tuple[str, bytes]:
    """A damaged copy of a document and what was done to it."""
    damage = rng.choice(sorted(DAMAGES))
    if kind in ("docx", "xlsx") and rng.random() < 0.7:
        return f"{damage} within", in_archive(data, damage, rng)
    return damage, DAMAGES[damage](data, rng)


def cases(count: int, seed: int, kinds: Sequence[str] = KINDS) -> Iterator[tuple[str, str, bytes]]:
    """Damaged documents of every kind in turn, from the smallest of the set."""
    sources: dict[str, list[bytes]] = {}
    for kind in kinds:
        paths = sorted(SET.glob(f"*.{kind}"), key=lambda path: (path.stat().st_size, path.name))
        sources[kind] = [path.read_bytes() for path in paths[:4]]
    for n in range(count):
        rng = Random(f"damage {seed} {n}")
        kind = kinds[n % len(kinds)]
        damage, data = damaged(kind, rng.choice(sources[kind]), rng)
        yield kind, damage, data


def outcome(kind: str, damage: str, data: bytes, folder: Path) -> Outcome:
    """Read one damaged document."""
    path = folder / f"damaged.{kind}"
    path.write_bytes(data)
    begun = time.process_time()
    try:
        planreader.read(path)
    except UserError as refusal:
        result = refusal.code
    except Exception as error:
        # anything but a refusal is what is looked for
        result = f"!{type(error).__name__}: {error}"[:100]
    else:
        result = "plan"
    return Outcome(kind, damage, result, time.process_time() - begun)


def main() -> int:
    """The command line; 1 where a case ended in no plan and no refusal, or took too long or too much."""
    import resource

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    results: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        for kind, damage, data in cases(options.cases, options.seed):
            found = outcome(kind, damage, data, Path(name))
            results[kind, found.result] += 1
            slowest[kind] = max(slowest.get(kind, 0.0), found.seconds)
            if found.result.startswith("!") or found.seconds > SLOWEST:
                bad += 1
                sys.stdout.write(f"{found}\n")
    for (kind, result), count in sorted(results.items()):
        sys.stdout.write(f"{kind:<12}{result:<28}{count:>6}\n")
    for kind, seconds in sorted(slowest.items()):
        sys.stdout.write(f"{kind:<12}slowest {seconds:.2f} s\n")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(f"largest resident memory {memory / 1024 / 1024:.0f} MB\n")
    return int(bad > 0 or memory > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
