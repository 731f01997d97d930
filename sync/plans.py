"""Several plans under one home: beginning a further one, and what there is to do in each.

One person has one key for all. Each plan has a replica id of its own, so that its numbers, its high-water
mark and all that is signed, which names that id, are the plan's alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import shipped_plan
from store.exchange.on_server import measure_by_server
from store.exchange.trust import Grant, grants
from store.ledger.identity import Identity, own_unit, read_identity, required_identity
from store.opening.open_store import open_store
from store.plan.lookup import plan_id
from store.plan.model import Plan
from store.query.filters.filter import Filter, list_actions
from store.query.owing import owing, owing_now
from sync.enrol import enrol
from sync.home_plans import HomePlan, keep_plan
from sync.identity.identity import KeyHolder
from sync.mailbox import LeftAlone
from sync.receive.receive import read_file
from sync.situation import situation
from sync.wire.envelope import open_envelope
from sync.wire.format import open_container


def identity_of(plan: HomePlan) -> Identity:
    """Return who works on a plan. Raises UserError ``no_identity``, or why its database cannot be opened."""
    with open_store(plan.database, read_only=True) as store, store.reading() as conn:
        return required_identity(conn, store.path)


def id_of(plan: HomePlan) -> str | None:
    """The id of a plan of the home; None where its database cannot be opened."""
    with suppress(UserError), open_store(plan.database, read_only=True) as store, store.reading() as conn:
        return plan_id(conn)[0]
    return None


def plan_of_file(
    data: bytes, name: str, plans: Mapping[str, HomePlan], reserve: Path | None
) -> HomePlan | None:
    """Return which of the plans, by id, a change set names; None where it is of none, or cannot be read."""
    for plan in plans.values():
        # each has keys of its own
        with suppress(UserError):
            signed = open_envelope(data, plan.places, name, reserve=reserve)
            return plans.get(open_container(signed, name).header.plan_id)
    return None


def shares(
    files: Sequence[Path], plans: Sequence[HomePlan], here: HomePlan, reserve: Path | None
) -> dict[HomePlan, list[Path]]:
    """Return which change sets go to which plan: each to the one that it names, and to ``here`` what names
    none.

    There it is refused, and told why.
    """
    named = {of: plan for plan in plans if (of := id_of(plan)) is not None}
    shared: dict[HomePlan, list[Path]] = {plan: [] for plan in plans}
    for path in files:
        plan = None
        with suppress(UserError):
            plan = plan_of_file(read_file(path), str(path), named, reserve)
        shared[plan or here].append(path)
    return shared


def left_to_others(left: Sequence[LeftAlone], plans: Sequence[HomePlan]) -> tuple[LeftAlone, ...]:
    """Return what a visit left alone, without the files of other plans of the home, which take them
    themselves."""
    named = {file.refusal.params["found"] for file in left if file.why == "plan" and file.refusal is not None}
    here = {id_of(plan) for plan in plans} if named and len(plans) > 1 else set()
    return tuple(
        file
        for file in left
        if file.why != "plan" or file.refusal is None or file.refusal.params["found"] not in here
    )


def begin_plan(
    goal: HomePlan,
    plans: Sequence[HomePlan],
    like: HomePlan,
    *,
    officer: str | None = None,
    unit: str | None = None,
    role: str | None = None,
    published: Path | None = None,
    plan: Plan | None = None,
    source_name: str = "",
    source_sha256: str = "",
) -> Identity:
    """Begin a further plan at ``goal``, for who works on the plan ``like`` and with the same key.

    Name, unit and role are those there where no others are given; what it is made from is as of
    :func:`sync.enrol.enrol`. Raises UserError ``plan_here`` where one of ``plans`` is the same plan, as
    :func:`identity_of`, as enrol, or as the key.
    """
    own = identity_of(like)
    wanted = plan.id if plan is not None else _published_id(published)
    for other in plans:
        if wanted == id_of(other):
            raise UserError("plan_here", name=other.name)
    with enrol(
        goal.places,
        goal.database,
        officer=own.officer if officer is None else officer,
        unit=own.unit if unit is None else unit,
        role=own.role if role is None else role,
        language=own.language,
        published=published,
        plan=plan,
        source_name=source_name,
        source_sha256=source_sha256,
        holder=KeyHolder(like.places, own.replica),
    ) as store:
        begun = read_identity(store.conn)
        assert begun is not None
    keep_plan(goal.places._replace(plan=""), goal)
    return begun


def _published_id(published: Path | None) -> str:
    with open_store(published or shipped_plan(), read_only=True) as store, store.reading() as conn:
        return plan_id(conn)[0]


def check_backup(plans: Sequence[HomePlan], here: HomePlan, file: Path) -> None:
    """Let no backup of one plan take the place of another, where a home has several.

    Raises UserError ``backup_of_plan`` or ``backup_plan_other``.
    """
    whose = id_of(here._replace(database=file)) if len(plans) > 1 else None
    if whose is None:
        return
    for other in plans:
        # in a rehearsal the places are those of a copy
        if other.places.plan != here.places.plan and id_of(other) == whose:
            raise UserError("backup_of_plan", file=str(file), name=other.name)
    if id_of(here) not in (None, whose):
        raise UserError("backup_plan_other", file=str(file), name=here.name)


def accepted_elsewhere(
    plans: Sequence[HomePlan], keys: Collection[bytes]
) -> Iterator[tuple[HomePlan, Grant]]:
    """Yield in which of these plans keys are accepted, and under which ids: each has its own word on them."""
    for plan in plans:
        with suppress(UserError), open_store(plan.database, read_only=True) as store:
            with store.reading() as conn:
                granted = grants(conn)
            yield from (
                (plan, grant) for grant in granted if grant.public_key in keys and not grant.revoked_from
            )


class PlanWork(NamedTuple):
    """What there is to do in a plan: of one's own unit, at headquarters of all.

    ``period`` is the code of the period in hand that is asked for, with its ``due`` day; ``owed`` reports are
    outstanding for it, ``returned`` of them sent back. Own changes are ``unsent``, or ``in_file`` without a
    receipt. ``waits`` says that something waits for a person. Where the database cannot be opened ``refusal``
    says why, and nothing else is known.
    """

    plan: HomePlan
    refusal: UserError | None = None
    title: str = ""
    id: str = ""
    identity: Identity | None = None
    period: str = ""
    due: date | None = None
    owed: int = 0
    returned: int = 0
    overdue: int = 0
    unsent: int = 0
    in_file: int = 0
    waits: bool = False

    @property
    def to_server(self) -> bool:
        """Return whether it is a server that lacks what is unsent."""
        return self.identity is not None and self.identity.is_headquarters


def work(plans: Sequence[HomePlan], today: date, running: str, mailbox: str = "") -> Iterator[PlanWork]:
    """Yield what there is to do in each plan; one that cannot be opened hinders no other.

    What headquarters records is sent once it lies on the server that is the ``mailbox``.
    """
    for plan in plans:
        try:
            with open_store(plan.database, read_only=True) as store:
                measure_by_server(store, plan.places, lambda: mailbox)
                yield _work(store, plan, today, running)
        except UserError as refused:
            yield PlanWork(plan, refused)


def _work(store: Store, plan: HomePlan, today: date, running: str) -> PlanWork:
    with store.reading() as conn:
        state = situation(store, plan.places, running)
        own, asked = own_unit(state.identity), owing_now(conn, today)
        units = () if asked is None else owing(conn, asked, own)
        overdue = list_actions(store, Filter(overdue=True, mine=own is not None), today=today)
        return PlanWork(
            plan,
            None,
            "" if state.revision is None else state.revision.title,
            plan_id(conn)[0],
            state.identity,
            "" if asked is None else asked.period.code,
            None if asked is None else asked.due,
            sum(len(unit.owed) for unit in units),
            sum(unit.returned for unit in units),
            len(overdue),
            state.unsent,
            state.in_file,
            state.waits,
        )
