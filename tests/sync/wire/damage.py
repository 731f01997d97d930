"""Flips bits of files and cuts them: ``python -m tests.sync.wire.damage --flips 4000 --cuts 400``.

None may be accepted, and the database may not change by a byte.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from store.db.errors import UserError
from sync.request import request
from sync.send.export import export
from sync.trusting import accept
from tests.sync.wire.test_golden import VERSIONS
from tests.sync.world import Installation, believe, headquarters, installation, quick_folder

KINDS: Final = ("report", "answer", "relayed", "no news", "aside", "enrolment", "sealed", "golden")
"""A laptop's report; headquarters' answer with receipts and grants; changes of several laptops that one
passes on; a file with nothing new; one with what lies aside; an enrolment file; a sealed report; the file
of a released version."""


class Reader:
    """An installation, a file of some kind for it, and what became of the damaged copies of the file."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._laptop = installation(folder / "laptop")
        self._other = installation(folder / "other", unit="23")
        self._center = headquarters(folder / "center")
        believe(self._laptop, self._other, self._center)
        for n in range(12):
            self._laptop.edit(
                f"1.1.{n % 4 + 1}", ("reason_text", "output_reached", "next_steps")[n % 3], str(n)
            )
            self._other.edit(f"1.1.{n % 4 + 1}", "percent", n, unit="23")
        self._laptop.edit("1.1.1", "aa", "Shënim", kind="note")
        self.reads, path = self._made(folder, kind)
        self.data = path.read_bytes()
        self._file = folder / f"damaged{path.suffix}"
        self._before = self.reads.content()
        self.refused: Counter[str] = Counter()
        self.wrong: list[str] = []

    def close(self) -> None:
        """Close every database."""
        for one in (self._laptop, self._other, self._center):
            one.store.close()

    def _made(self, folder: Path, kind: str) -> tuple[Installation, Path]:
        laptop, other, center = self._laptop, self._other, self._center
        if kind == "golden":
            return center, VERSIONS[-1]
        if kind == "enrolment":
            stranger = installation(folder / "stranger", unit="24")
            path = request(stranger.store, stranger.places, folder).path
            stranger.store.close()
            return center, path
        if kind == "report":
            return center, laptop.export(folder).path
        if kind == "sealed":
            return center, export(laptop.store, laptop.places, folder, sealed=True).path
        if kind == "aside":
            center.receive(laptop.export(folder).path)
            laptop.receive(center.export(folder, laptop.replica).path)
            laptop.edit("1.1.1", "percent", 77)
        other.receive(laptop.export(folder).path)
        if kind in ("relayed", "aside"):
            return center, other.export(folder).path
        center.receive(other.export(folder).path)
        answer = center.export(folder, other.replica).path
        if kind == "answer":
            return other, answer
        other.receive(answer)
        return center, other.export(folder).path

    def _take(self) -> Callable[[], object]:
        if self._file.suffix == ".terren-enrol":
            return lambda: accept(self.reads.store, self.reads.places, self._file)
        return lambda: self.reads.receive(self._file, accept=False)

    def damaged(self, rng: random.Random, *, cut: bool) -> None:
        """Offer a copy with a flipped bit, or one that is cut."""
        data = bytearray(self.data)
        at, bit = rng.randrange(len(data)), rng.randrange(8)
        if cut:
            del data[at:]
        else:
            data[at] ^= 1 << bit
        self._file.write_bytes(data)
        what = f"cut at {at}" if cut else f"bit {bit} of byte {at}"
        try:
            self._take()()
        except UserError as refusal:
            self.refused[refusal.code] += 1
            if not refusal.code.startswith(("changeset_", "enrolment_", "sealed_")):
                self.wrong.append(f"{what}: refused as {refusal.code}")
        except Exception as error:
            # anything but a refusal is what is looked for
            self.wrong.append(f"{what}: {type(error).__name__}: {error}")
        else:
            self.wrong.append(f"{what}: taken")
        if self.reads.content() != self._before:
            self.wrong.append(f"{what}: the database has changed")

    def whole(self) -> None:
        """The file as it was is taken, and changes the database."""
        self._file.write_bytes(self.data)
        self._take()()
        assert self.reads.content() != self._before


def main() -> int:
    """The command line; 1 where a damaged file was taken, or changed something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=4000)
    parser.add_argument("--cuts", type=int, default=400)
    options = parser.parse_args()
    bad, started = 0, time.monotonic()
    for kind in KINDS:
        with quick_folder() as folder:
            reader = Reader(folder, kind)
            flips, cuts = (-(-count // len(KINDS)) for count in (options.flips, options.cuts))
            for n in range(flips + cuts):
                reader.damaged(random.Random(f"damage {kind} {n}"), cut=n >= flips)
            reader.whole()
            reader.close()
        codes = ", ".join(f"{code} {n}" for code, n in sorted(reader.refused.items()))
        sys.stdout.write(f"{kind}, {len(reader.data)} bytes: {flips} flips, {cuts} cuts: {codes}\n")
        sys.stdout.writelines(f"  WRONG {wrong}\n" for wrong in reader.wrong)
        bad += len(reader.wrong)
    sys.stdout.write(f"wrong {bad}, {time.monotonic() - started:.0f} s\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
