"""Publishing a revision of the plan: headquarters' decision, recorded in the ledger and taken at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.db.likeness import nearest
from store.edits.assessment import WHOLE
from store.ledger.append import FINAL, Edit, append
from store.ledger.change import Change
from store.ledger.identity import refuse_if_not_allowed, write_transaction
from store.plan.form import plan_to_form
from store.plan.load import load_plan
from store.plan.lookup import current_revision
from store.plan.model import Plan
from store.plan.parse import plan_from_form
from store.revision.adoption import adopt_revisions
from store.revision.comparison import Answers, PlanComparison, compare
from store.revision.content import RevisionContent, publishing_edits, read_announcements
from store.revision.stable_ids import with_stable_ids
from store.revision.successors import successor_edits


class PlanDocument(NamedTuple):
    """A revised plan, and the document that it was read from."""

    plan: Plan
    name: str
    sha256: str


class PublishingAnswers(NamedTuple):
    """What was answered before publishing: what continues what, and what follows what leaves.

    ``successors`` are pairs of a number in force and numbers of the revised plan.
    """

    answers: Answers = Answers()
    successors: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def answered(self, answers: Answers) -> PublishingAnswers:
        """Return the same with other answers."""
        return self._replace(answers=answers)

    def followed(self, nr: str, named: tuple[str, ...]) -> PublishingAnswers:
        """Return the answers with other successors of an action; none take that answer back."""
        rest = tuple(answer for answer in self.successors if answer[0] != nr)
        return self._replace(successors=(*rest, (nr, named)) if named else rest)


class DraftRevision(NamedTuple):
    """A revised plan beside the one in force, ``plan``, whose revision has the number ``seen``.

    ``earliest`` is the ISO day before which it cannot be in force: that of the latest revision, or empty.
    """

    seen: int
    plan: Plan
    revised: Plan
    comparison: PlanComparison
    earliest: str = ""

    def in_force_from(self, today: date) -> date:
        """Return the day from which on it is in force where nobody names one, also if the clock is behind."""
        return max(today, date.fromisoformat(self.earliest)) if self.earliest else today


class PublishedRevision(NamedTuple):
    """A revision that was published, by its number, with the changes that say so."""

    number: int
    comparison: PlanComparison
    changes: list[Change]


def draft_revision(store: Store, revised: Plan, answers: Answers) -> DraftRevision:
    """Compare a revised plan with the one in force. Raises UserError ``db_no_plan`` or as ``compare``."""
    with store.reading() as conn:
        return _draft(store, conn, revised, answers)


def _draft(store: Store, conn: sqlite3.Connection, revised: Plan, answers: Answers) -> DraftRevision:
    seen, plan = current_revision(conn), load_plan(store)
    # read back as every other installation will read it: cleaned, and refused where it cannot be told
    told = plan_from_form(plan_to_form(revised, provenance=True, ids=revised.id == plan.id))
    announced = read_announcements(conn, plan.id)
    earliest = max((announcement.in_force_from for announcement in announced.values()), default="")
    return DraftRevision(seen, plan, told, compare(plan, told, answers), earliest)


def publish_revision(
    store: Store,
    document: PlanDocument,
    answers: Answers,
    *,
    seen: int,
    in_force_from: date,
    successors: Mapping[str, Sequence[str]] | None = None,
) -> PublishedRevision:
    """Publish a revised plan as the next revision, in one transaction.

    ``seen`` is the revision that it was compared with. ``successors`` name, by numbers of the plan in force,
    the numbers of the new one that take the place of what is removed. Raises UserError ``no_identity``,
    ``not_allowed``, ``revision_changed`` where another revision is in force by now, ``revision_questions``
    while something cannot be matched, ``revision_same`` where nothing changes, ``revision_too_early`` where
    it would be in force before an earlier revision, ``revision_too_large``, ``plan_form``, or as ``compare``.
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, "decision", WHOLE)
        made = _draft(store, conn, document.plan, answers)
        if made.seen != seen:
            raise UserError("revision_changed", seen=seen, number=made.seen)
        if made.comparison.questions:
            raise UserError(
                "revision_questions", open=[asked.question.key for asked in made.comparison.questions]
            )
        if made.comparison.is_empty:
            raise UserError("revision_same", number=made.seen)
        number = max([made.seen, *read_announcements(conn, made.plan.id)]) + 1
        if in_force_from.isoformat() < made.earliest:
            raise UserError("revision_too_early", found=in_force_from.isoformat(), known=made.earliest)
        plan = with_stable_ids(made.plan, made.revised, made.comparison, number, _used(conn))
        edits: list[Edit] = list(
            publishing_edits(
                RevisionContent(plan, document.name, document.sha256), number, in_force_from.isoformat()
            )
        )
        edits += successor_edits(_named(made, plan, successors or {}))
        row = conn.execute("SELECT changes FROM replica WHERE id = ?", (identity.replica,)).fetchone()
        changes = append(conn, identity, edits, batch=f"{FINAL}{row[0] + 1}")
        adopt_revisions(conn, identity)
        return PublishedRevision(number, made.comparison, changes)


def _used(conn: sqlite3.Connection) -> frozenset[str]:
    """Return every id that has been given, and everything that something was ever recorded on."""
    return frozenset(
        row[0]
        for row in conn.execute(
            "SELECT id FROM action UNION SELECT target FROM change UNION SELECT stable_id FROM indicator"
            " WHERE stable_id IS NOT NULL"
        )
    )


def _named(made: DraftRevision, plan: Plan, successors: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return ids of successors by the ids of what they succeed. Raises UserError for unknown numbers."""
    refuse_unknown_successors(made, successors)
    old = {action.nr: action.stable_id for action in made.plan.actions()}
    new = {action.nr: action.stable_id for action in plan.actions()}
    return {old[nr]: [new[new_nr] for new_nr in named] for nr, named in successors.items()}


def refuse_unknown_successors(made: DraftRevision, successors: Mapping[str, Sequence[str]]) -> None:
    """Raise UserError ``answer_old_unknown`` or ``answer_new_unknown`` for actions that there are not."""
    old = {action.nr for action in made.plan.actions()}
    new = {action.nr for action in made.revised.actions()}
    for nr in successors:
        if nr not in old:
            raise UserError("answer_old_unknown", nr=nr, nearest=nearest(nr, sorted(old)))
    for nr in (nr for named in successors.values() for nr in named):
        if nr not in new:
            raise UserError("answer_new_unknown", nr=nr, nearest=nearest(nr, sorted(new)))
