"""A folder of 400 units with 250 changes each, taken by headquarters; memory against a folder of 40."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement
from benchmarks.workload import enrolled, random_changes, write_history
from store.db.places import Places
from store.exchange.change_sets import Author, introduce
from store.ledger.identity import Identity, read_identity, write_identity
from store.ledger.intake import Intake
from sync.mailbox import exchange_folder
from sync.send.export import export
from sync.wire.grants import sign_grant
from sync.wire.keys import create_key

UNITS: Final = 400
FEW: Final = 40
CHANGES_EACH: Final = 250
SECONDS_A_FILE: Final = 0.1
MEMORY_GROWTH: Final = 1.1


def filled(folder: Path, box: Path, units: int) -> list[Author]:
    """Write the files of so many laptops into a mailbox; returns whom headquarters must have accepted."""
    box.mkdir(parents=True)
    places = Places(folder, folder)
    found = []
    with enrolled(places) as store:
        for n in range(units):
            replica, unit = f"{n + 1:032x}", f"{n + 1:03}"
            key = create_key(places, replica)
            with store.writing() as conn:
                for table in ("state", "change", "awaited_supersession", "change_set_section", "change_set"):
                    conn.execute(f"DELETE FROM {table}")
                conn.execute("UPDATE replica SET changes = 0, head = x'', attested = 0")
                write_identity(conn, Identity(replica, f"Zyrtari {unit}", unit, "field", "sq"), key)
                whom = Author(replica, unit, "field", f"Zyrtari {unit}", key)
                introduce(conn, whom, replica)
                intake = Intake(conn)
                write_history(conn, places, intake, replica, random_changes(replica, unit, CHANGES_EACH, n))
                intake.finish()
            (box / unit).mkdir()
            export(store, places, box / unit)
            found.append(whom)
    return found


def take(box: Path, home: Path, whom: list[Author]) -> tuple[float, int]:
    """Seconds and number of files that headquarters, having accepted everybody, takes from a mailbox."""
    places = Places(home, home)
    with enrolled(places) as store:
        with store.writing() as conn:
            identity = read_identity(conn)
            assert identity is not None
            for one in whom:
                # made-up units, which the plan does not name
                sign_grant(conn, places, identity.replica, one)
        steps: list[int] = []
        start = time.perf_counter()
        came = exchange_folder(store, places, box, progress=lambda done, total, name: steps.append(done))
        seconds = time.perf_counter() - start
        assert len(came.taken) == len(whom) == steps[-1]
        assert sum(one.new for one in came.taken) == len(whom) * CHANGES_EACH
    return seconds, len(came.taken)


def measure() -> list[Measurement]:
    """Each size in a process of its own, for the memory."""
    figures = {units: _measured(units) for units in (FEW, UNITS)}
    (_, few), (seconds, many) = figures[FEW], figures[UNITS]
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
    ]


def _measured(units: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name:
        command = (sys.executable, "-m", "benchmarks.mailbox", name, str(units))
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, memory = map(float, output.split())
    return seconds, memory


def main(folder: Path, units: int) -> None:
    """Fill in a process of its own, take here: seconds and peak megabytes."""
    if not (folder / "box").exists():
        command = (sys.executable, "-c", _FILL, str(folder), str(units))
        subprocess.run(command, check=True)
    whom = [
        Author(f"{n + 1:032x}", f"{n + 1:03}", "field", f"Zyrtari {n + 1:03}", bytes.fromhex(key))
        for n, key in enumerate((folder / "keys.txt").read_text().split())
    ]
    seconds, _ = take(folder / "box", folder / "center", whom)
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


_FILL: Final = """
import sys
from pathlib import Path
from benchmarks.mailbox import filled
folder = Path(sys.argv[1])
whom = filled(folder / "source", folder / "box", int(sys.argv[2]))
(folder / "keys.txt").write_text("\\n".join(one.public_key.hex() for one in whom))
"""


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
