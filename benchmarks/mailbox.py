"""A folder of 400 units with 250 changes each, taken by headquarters; memory against a folder of 40.

And one of 2,000 units with 5 changes each against one of 200: what a file costs, whatever came before it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement, peak_megabytes
from benchmarks.workload import accept, enrolled, filled_by, random_changes
from store.db.places import Places
from store.exchange.change_sets import Author
from store.ledger.identity import Identity
from sync.mailbox import exchange_folder
from sync.send.export import export

UNITS: Final = 400
FEW: Final = 40
CHANGES_EACH: Final = 250
CROWD: Final = 2_000
SMALL_CROWD: Final = 200
CHANGES_IN_CROWD: Final = 5
GROWTH: Final = 1.3
SECONDS_A_FILE: Final = 0.1
MEMORY_GROWTH: Final = 1.1


def filled(folder: Path, box: Path, units: int, changes: int) -> list[Author]:
    """Write the files of so many laptops into a mailbox; returns whom headquarters must have accepted."""
    box.mkdir(parents=True)
    places = Places(folder, folder)
    senders = []
    with enrolled(places) as store:
        for n in range(units):
            replica, unit = f"{n + 1:032x}", f"{n + 1:03}"
            laptop = Identity(replica, f"Zyrtari {unit}", unit, "field", "sq")
            senders.append(filled_by(store, places, laptop, random_changes(replica, unit, changes, n)))
            (box / unit).mkdir()
            export(store, places, box / unit)
    return senders


def take(box: Path, home: Path, senders: list[Author], changes: int) -> tuple[float, float]:
    """Seconds, and those of the processor, in which headquarters takes the files of people it accepts."""
    places = Places(home, home)
    with enrolled(places) as store:
        accept(store, places, senders)
        steps: list[int] = []
        start, worked = time.perf_counter(), time.process_time()
        exchange = exchange_folder(store, places, box, progress=lambda done, total, name: steps.append(done))
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        assert len(exchange.taken) == len(senders) == steps[-1]
        assert sum(received.new for received in exchange.taken) == len(senders) * changes
    return seconds, worked


def measure() -> list[Measurement]:
    """Each size in a process of its own, for the memory."""
    (*_, few), (seconds, _, many) = (_measured(units, CHANGES_EACH) for units in (FEW, UNITS))
    short, long = (_measured(units, CHANGES_IN_CROWD)[1] / units for units in (SMALL_CROWD, CROWD))
    return [
        Measurement(
            f"mailbox of {UNITS} files of {CHANGES_EACH} changes, seconds a file",
            seconds / UNITS,
            SECONDS_A_FILE,
            "s",
            detail=f"{seconds:.1f} s",
        ),
        Measurement(
            f"memory for {UNITS} files against {FEW}", many / few, MEMORY_GROWTH, detail=f"{many:.0f} MB"
        ),
        Measurement(
            f"a small file, of {CROWD} against of {SMALL_CROWD}",
            long / short,
            GROWTH,
            detail=f"{long * 1000:.1f} ms of the processor against {short * 1000:.1f}",
        ),
    ]


def _measured(units: int, changes: int) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as name:
        command = (sys.executable, "-m", "benchmarks.mailbox", name, str(units), str(changes))
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, worked, memory = map(float, output.split())
    return seconds, worked, memory


def main(folder: Path, units: int, changes: int) -> None:
    """Fill in a process of its own, take here: seconds, those of the processor, and peak megabytes."""
    if not (folder / "box").exists():
        command = (sys.executable, "-c", _FILL, str(folder), str(units), str(changes))
        subprocess.run(command, check=True)
    senders = [
        Author(f"{n + 1:032x}", f"{n + 1:03}", "field", f"Zyrtari {n + 1:03}", bytes.fromhex(key))
        for n, key in enumerate((folder / "keys.txt").read_text().split())
    ]
    seconds, worked = take(folder / "box", folder / "center", senders, changes)
    print(seconds, worked, peak_megabytes())


_FILL: Final = """
import sys
from pathlib import Path
from benchmarks.mailbox import filled
folder = Path(sys.argv[1])
senders = filled(folder / "source", folder / "box", int(sys.argv[2]), int(sys.argv[3]))
(folder / "keys.txt").write_text("\\n".join(sender.public_key.hex() for sender in senders))
"""


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
