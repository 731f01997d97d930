"""Random versions of a plan, random histories of what is recorded, and a database in which they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from hypothesis import strategies as st

from store.account.reviews import report_digest
from store.account.statuses import STATUSES
from store.db.database import Store
from store.db.errors import UserError
from store.history.history import redo, undo
from store.ledger.append import Edit, record
from store.ledger.change import Change, Register, canonical_json
from store.ledger.heads import read_heads
from store.ledger.identity import Identity, write_identity
from store.ledger.intake import Intake
from store.opening.open_store import create_store
from store.plan.model import (
    ADMIN,
    Action,
    Deadline,
    Indicator,
    Plan,
    SpecificObjective,
    StrategicObjective,
    Target,
)
from store.plan.save import insert_plan
from tests.plans import sign_with_nothing

YEARS: Final = (2021, 2022, 2023)
IDS: Final = tuple(f"a{n}" for n in range(1, 7))
UNITS: Final = ("MPB", "XYZQ", "17")
OBJECTIVES: Final = {"1": "First", "1.1": "First first", "1.2": "First second", "2": "Second", "2.1": "Other"}
BEGIN: Final = date(2021, 1, 4)
DAYS: Final = (
    *(date(year, month, 15) for year in YEARS for month in (2, 5, 8, 11)),
    *(date(2021, 12, 31), date(2022, 1, 1), date(2022, 3, 31), date(2022, 6, 30), date(2022, 7, 1)),
    *(date(2022, 12, 31), date(2023, 1, 1), date(2024, 2, 1)),
)

Version = dict[str, Any]
Event = tuple[Any, ...]

DEADLINES: Final = (
    {"from": 2021, "to": 2021},
    {"from": 2021, "to": 2022},
    {"from": 2022, "to": 2022},
    {"from": 2022, "to": 2022, "from_month": 7, "to_month": 9},
    {"from": 2022, "to": 2022, "from_month": 3, "to_month": 3},
    {"from": 2023, "to": 2023},
    {"from": None, "to": None},
)
INSTITUTIONS: Final = (("MPB",), ("MPB", "XYZQ"), ("XYZQ", "Komunat"), ("Komunat", "XYZQ"), ())
"""The first leads, the others support."""
deadlines = st.sampled_from(DEADLINES)
cells = st.sampled_from([None, ADMIN, 0, 100_000, 250_050])
wholes = st.sampled_from([None, None, 0, 700_000])
"""What the plan gives an action for all years together."""
budgets = st.fixed_dictionaries(dict.fromkeys(YEARS, cells))
specifics = st.sampled_from(["1.1", "1.2", "2.1"])
_TARGETS: Final = ("baseline", "interim", "final")
targets = st.sampled_from([None, ("60%", 2022), ("40%", 2023), ("12", 2022), (None, 2022), ("mirë", 2021)])
"""A value of an indicator, and its year."""
indicators = st.fixed_dictionaries(dict.fromkeys(_TARGETS, targets))
measured = st.fixed_dictionaries({nr: st.lists(indicators, max_size=2) for nr in ("1", "1.1", "2.1")})
"""The indicators of objectives by number."""


@st.composite
def versions(draw: st.DrawFn) -> list[Version]:
    """Versions of one plan in their order, the first in force from the beginning."""
    actions = {
        id: {
            "title": f"Masa {id}",
            "specific": draw(specifics),
            "deadline": draw(deadlines),
            "budget": draw(budgets),
            "whole": draw(wholes),
            "funding": draw(st.sampled_from([("BK",), ("BK", "BE"), ()])),
            "institutions": draw(st.sampled_from(INSTITUTIONS)),
        }
        for id in draw(st.lists(st.sampled_from(IDS), min_size=4, max_size=6, unique=True))
    }
    of_objectives = draw(measured)
    drawn = [version("", actions, of_objectives)]
    for since in sorted(draw(st.lists(st.sampled_from(DAYS), max_size=2))):
        actions = dict(actions)
        for id in IDS:
            change = draw(st.sampled_from(["", "", "", "gone", "deadline", "budget", "specific", "title"]))
            if change == "gone":
                actions.pop(id, None)
            elif change and id not in actions:
                actions[id] = {
                    "title": f"Masa {id}", "specific": "2.1", "deadline": draw(deadlines),
                    "budget": draw(budgets), "whole": draw(wholes), "funding": ("BK",),
                    "institutions": ("MPB",),
                }  # fmt: skip
            elif change:
                new = {"deadline": deadlines, "budget": budgets, "specific": specifics}.get(change)
                told = f"Masa {id} ({since})" if new is None else draw(new)
                actions[id] = {**actions[id], change: told}
        of_objectives = draw(st.just(of_objectives) | measured)
        drawn.append(version(since.isoformat(), actions, of_objectives))
    return drawn


def version(
    since: str, actions: dict[str, dict[str, Any]], indicators: dict[str, list[dict[str, Any]]] | None = None
) -> Version:
    """A version as plain data; the actions are numbered as they stand."""
    numbered = []
    for specific in ("1.1", "1.2", "2.1"):
        below = [(id, action) for id, action in actions.items() if action["specific"] == specific]
        for n, (id, action) in enumerate(below, 1):
            numbered.append({"id": id, "nr": f"{specific}.{n}", "strategic": specific[0], **action})
    return {
        "since": since,
        "years": list(YEARS),
        "objectives": OBJECTIVES,
        "actions": numbered,
        "indicators": indicators or {},
    }


def plan_of(version: Version) -> Plan:
    """The plan that plain data is of."""

    def actions(specific: str) -> Iterator[Action]:
        for action in version["actions"]:
            if action["specific"] == specific:
                deadline = action["deadline"]
                ends = (
                    deadline["from"], deadline["to"], deadline.get("from_month"), deadline.get("to_month"),
                )  # fmt: skip
                yield Action(
                    action["nr"],
                    action["title"],
                    Deadline(" – ".join(map(str, ends[:2])), *ends),
                    action["budget"],
                    funding=action["funding"],
                    lead=action["institutions"][:1],
                    support=action["institutions"][1:],
                    outputs=("Produkti",),
                    budget_total=action.get("whole"),
                    id=action["id"],
                )

    def target(given: tuple[str | None, int] | None) -> Target | None:
        return None if given is None else Target(*given)

    def indicators(nr: str) -> tuple[Indicator, ...]:
        return tuple(
            Indicator._make((f"Treguesi {nr}", *map(target, map(of.get, _TARGETS)), None, ""))
            for of in version["indicators"].get(nr, ())
        )

    titles = version["objectives"]
    return Plan(
        "p", "P", "sq", tuple(version["years"]),
        tuple(
            StrategicObjective(
                nr, titles[nr], indicators(nr),
                tuple(
                    SpecificObjective(below, titles[below], indicators(below), tuple(actions(below)))
                    for below in titles
                    if below.startswith(f"{nr}.")
                ),
            )
            for nr in titles
            if "." not in nr
        ),
    )  # fmt: skip


some_day = st.sampled_from(DAYS)
rules = st.sampled_from(
    [{"who": "lead_and_support"}, {"who": "units", "units": ["17", "XYZQ"]}, {"who": "leads"}, None]
)
flags = st.sampled_from([True, True, None])
texts = st.sampled_from(["Done", "Half", None])
day_or_none = st.none() | st.sampled_from(DAYS)
statuses = st.sampled_from([*STATUSES, "implemented", "implemented", None])
fields = st.sampled_from(["allocated", "capital.spent", "recurrent.spent"])
cents = st.sampled_from([None, 0, 1, 250_000, 10**9])
actions = st.sampled_from(IDS)
units = st.sampled_from(UNITS)


@st.composite
def _money(draw: st.DrawFn) -> Event:
    year = draw(st.sampled_from(YEARS))
    on = draw(st.none() | st.sampled_from([day for day in DAYS if day.year == year]))
    return ("money", draw(actions), draw(units), f"{year}.{draw(fields)}", draw(cents), on)


values = st.sampled_from(["60%", "40 %", "12", "15", "mirë"]).map(lambda text: {"value": text, "source": ""})


edits = st.one_of(
    st.tuples(st.just("action"), actions, units, st.just("status"), statuses, day_or_none),
    st.tuples(st.just("action"), actions, units, st.just("status"), statuses, some_day),
    st.tuples(st.just("assessment"), actions, st.just(""), st.just("status"), statuses, some_day),
    st.tuples(st.just("decision"), actions, st.just(""), st.just("cancelled"), flags, some_day),
    _money(),
    _money(),
    st.tuples(st.just("action"), actions, units, st.just("output_reached"), texts, st.none()),
    st.tuples(st.just("reporting"), st.just("p"), st.just(""), st.just("expected"), rules, some_day),
    st.tuples(
        *(st.just("indicator"), st.sampled_from(["1/1", "1.1/1", "1.1/2", "2.1/1"]), units),
        *(st.sampled_from(["2021", "2022", "2022", "2023"]), values | st.none(), st.none()),
    ),
)


@st.composite
def _two(draw: st.DrawFn) -> Event:
    """Two installations set a register to different values, neither knowing of the other."""
    *register, value, day = draw(edits)
    others: dict[str, st.SearchStrategy[Any]] = {
        "action": statuses if register[3] == "status" else st.none(),
        "assessment": statuses,
        "money": cents,
        "indicator": values,
    }
    other = draw(others.get(register[0], st.none()))
    return (
        "two",
        (*register, value, day),
        (*register, other, day if register[0] == "money" else draw(st.just(day) | day_or_none)),
    )


reviews = st.tuples(
    st.just("review"), actions, units, st.sampled_from(["approved", "approved", "returned", None])
)
openings = st.tuples(
    st.just("period"), st.sampled_from(["2021", "2022-H1", "2022", "2023"]), st.integers(0, 60)
)
closings = st.tuples(st.just("close"), st.sampled_from(["2021", "2022-H1", "2022"]), st.sampled_from(DAYS))
reported = st.tuples(st.just("report"), actions, units, statuses, texts, some_day)
told = st.one_of(
    st.tuples(st.just("record"), edits),
    reported,
    st.tuples(st.just("record"), edits),
    st.tuples(st.sampled_from(["seen", "unseen", "below", "undoing"]), edits),
    _two(),
    st.tuples(st.sampled_from(["undo", "redo"])),
    reviews,
    openings,
    closings,
)


@st.composite
def recorded(draw: st.DrawFn) -> list[tuple[int, Event]]:
    """What is recorded, each so many days after the one before."""
    # else most lists are short
    least = draw(st.integers(0, 40))
    return draw(st.lists(st.tuples(st.integers(0, 60), told), min_size=least, max_size=least + 3))


@contextmanager
def recorded_on(day: date) -> Iterator[None]:
    """Let what is recorded in the block be recorded on a day."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc).timestamp()
    with patch("store.ledger.append.time.time", lambda: at):
        yield


def lived(path: Path, versions: list[Version], history: list[tuple[int, Event]]) -> Store:
    """A database of headquarters with the versions of a plan, in which a history was lived."""
    store = create_store(path)
    sign_with_nothing(store)
    store.conn.execute("PRAGMA synchronous = OFF")
    with store.writing() as conn:
        for n, version in enumerate(versions, 1):
            source = {"source_name": "x", "source_sha256": "00", "in_force_from": version["since"]}
            insert_plan(conn, n, plan_of(version), **source)
    become(store, "headquarters")
    day = BEGIN
    for later, event in history:
        day += timedelta(days=later)
        with recorded_on(day):
            live(store, event, day)
    return store


def become(store: Store, role: str, unit: str = "MPB") -> None:
    """Let a database be that of headquarters, or of an officer of a unit."""
    with store.writing() as conn:
        write_identity(conn, Identity("aa" * 16, "Arta", unit, role, "en"), b"")


def live(store: Store, event: Event, day: date) -> None:
    """Let one thing happen on a day."""
    how, *rest = event
    if how in ("undo", "redo"):
        with suppress(UserError):
            (undo if how == "undo" else redo)(store)
    elif how == "record":
        record(store, [edit_of(rest[0])])
    elif how == "report":
        action, unit, status, text, on = rest
        about = ("action", action, unit)
        record(store, [edit_of((*about, "status", status, on)), Edit(*about, "output_reached", text)])
    elif how in ("seen", "unseen"):
        receive(store, edit_of(rest[0]), day, seen=how == "seen")
    elif how in ("below", "undoing"):
        claim(store, edit_of(rest[0]), day, undoing=how == "undoing")
    elif how == "two":
        record(store, [edit_of(rest[0])])
        receive(store, edit_of(rest[1]), day, seen=False)
    elif how == "review":
        action, unit, state = rest
        digest = report_digest(store.conn, action, unit)
        if digest is not None:
            value = None if state is None else {"state": state, "of": digest}
            record(store, [Edit("review", action, unit, "report", value)])
    elif how == "period":
        code, after = rest
        due = ends_of(code) + timedelta(days=after)
        opened = [Edit("period", code, "", "due", due.isoformat()), Edit("period", code, "", "closed", None)]
        record(store, opened)
    else:
        code, on = rest
        record(store, [Edit("period", code, "", "closed", on.isoformat())])


def ends_of(code: str) -> date:
    """The last day of a period."""
    return date(int(code[:4]), 6, 30) if code.endswith("H1") else date(int(code[:4]), 12, 31)


def edit_of(told: Event) -> Edit:
    kind, target, unit, field, value, day = told
    return Edit(kind, target, unit, field, value, None if day is None else day.isoformat())


def claim(store: Store, edit: Edit, day: date, *, undoing: bool) -> None:
    """Take a change whose author names what he has not seen, or calls it an undo of what another wrote."""
    heads, replica = read_heads(store.conn, Register(*edit[:4])), "ee" * 16
    (shown,) = store.conn.execute(
        "SELECT max(replica || ':' || batch) FROM change WHERE (kind, target, unit, field) = (?, ?, ?, ?)",
        edit[:4],
    ).fetchone()
    (lamport,) = store.conn.execute(
        "SELECT coalesce(max(lamport), 0) + 1 FROM change WHERE replica = ?", (replica,)
    ).fetchone()
    batch = f"u{shown}" if undoing and shown else ""
    names = () if undoing else tuple(head.id for head in heads)
    _take(store, edit, day, replica, lamport, names, batch)


def receive(store: Store, edit: Edit, day: date, *, seen: bool, replica: str = "ff" * 16) -> None:
    """Take a change of another installation, which had seen what stands or had not."""
    register = Register(*edit[:4])
    # nobody writes without having seen what oneself wrote
    heads = [head for head in read_heads(store.conn, register) if seen or head.id.startswith(f"{replica}:")]
    (lamport,) = store.conn.execute("SELECT lamport + 1 FROM clock").fetchone()
    _take(store, edit, day, replica, lamport, tuple(head.id for head in heads))


def _take(
    store: Store, edit: Edit, day: date, replica: str, lamport: int, names: tuple[str, ...], batch: str = ""
) -> None:
    at = datetime(day.year, day.month, day.day, 13, tzinfo=timezone.utc).timestamp()
    with store.writing() as conn:
        intake = Intake(conn)
        seq = intake.held(replica).length + 1
        change = Change(
            replica, seq, lamport, int(at), "HQ", edit.unit, batch or str(seq), *edit[:2], edit.field,
            canonical_json(edit.value), edit.effective_on, names,
        )  # fmt: skip
        intake.add(change, change.id.encode().ljust(32))
        intake.finish()
