"""The files of 400 laptops, signed and in their form, as the program makes them; for ``benchmarks.scale``.

Each writes one of the years before, and one of a last day, as it does once it knows what headquarters holds.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.workload import filled_by, plan, random_changes, write_history
from store.db.places import Places
from store.exchange.change_sets import Author
from store.ledger.identity import Identity
from store.ledger.intake import Intake
from store.plan.model import Plan
from sync.enrol import enrol
from sync.send.export import SUFFIX, Destination, export, send
from sync.server.held import extended

UNITS: Final = 400
OF_A_DAY: Final = 2
"""Changes of a unit on the last day, in each plan."""
_BEGUN: Final = 1_609_459_200
"""The first of January 2021."""
_THREE_YEARS: Final = 3 * 365 * 86_400


def plan_of(number: int) -> Plan:
    """Return one of the plans: every unit leads every action, so that each is expected to report on each."""
    made = plan()
    (objective,) = made.strategic_objectives
    (specific,) = objective.specific_objectives
    lead = ("MPB", *(unit_of(n) for n in range(UNITS)))
    actions = tuple(action._replace(lead=lead) for action in specific.actions)
    parts = (objective._replace(specific_objectives=(specific._replace(actions=actions),)),)
    return made._replace(id=f"plan-{number}", title=f"Plani {number}", strategic_objectives=parts)


def unit_of(n: int) -> str:
    """Return the code of a unit."""
    return f"U{n + 1:03}"


def write_files(folder: Path, each: int, number: int) -> list[Author]:
    """Write the files of all laptops of a plan; returns whom headquarters must have accepted."""
    home, post = folder / f"laptops{number}", folder / "post" / str(number)
    places, authors = Places(home, home), list[Author]()
    for when in ("years", "day"):
        (post / when).mkdir(parents=True)
    begun = enrol(
        places,
        places.database,
        officer="O",
        unit=unit_of(0),
        role="field",
        language="sq",
        plan=plan_of(number),
    )
    with begun as store:
        for n in range(UNITS):
            replica, unit = f"{number}{n:03}".ljust(32, "0"), unit_of(n)
            changes = random_changes(
                replica, unit, each, number * UNITS + n, begun=_BEGUN, pace=2 * _THREE_YEARS // each
            )
            laptop = Identity(replica, f"Zyrtari {unit}", unit, "field", "sq")
            authors.append(filled_by(store, places, laptop, islice(changes, each - OF_A_DAY)))
            export(store, places, post / "years", alone=True)
            with store.writing() as conn:
                (digest,) = conn.execute("SELECT sha256 FROM change_set").fetchone()
                held = extended(conn, places, {}, [digest], replica)
                intake = Intake(conn)
                write_history(conn, places, intake, replica, changes)
                intake.finish()
            send(store, places, Destination("day", partial(_put, post / "day"), held))
    return authors


def _put(folder: Path, stem: str, data: bytes) -> Path:
    path = folder / f"{stem}{SUFFIX}"
    path.write_bytes(data)
    return path
