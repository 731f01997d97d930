"""Revised plans for tests: the small plan with actions moved, removed, added and retitled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.db.database import Store
from store.plan.model import Plan
from store.revision.comparison import Answers
from store.revision.publish import PlanDocument, PublishedRevision, draft_revision, publish_revision

DAY = date(2022, 3, 1)


def with_titles(plan: Plan, titles: Sequence[Sequence[str]]) -> Plan:
    """The plan with these titles in its specific objectives, numbered as they stand, without ids.

    What keeps its title keeps everything else.
    """
    known = {action.title: action for action in plan.actions()}
    model = next(plan.actions())
    wanted = iter(titles)
    strategic = []
    for objective in plan.strategic_objectives:
        specific = []
        for one in objective.specific_objectives:
            actions = tuple(
                known.get(title, model)._replace(nr=f"{one.nr}.{n}", id="", title=title)
                for n, title in enumerate(next(wanted), 1)
            )
            specific.append(one._replace(actions=actions))
        strategic.append(objective._replace(specific_objectives=tuple(specific)))
    return plan._replace(strategic_objectives=tuple(strategic), findings=(), provenance={})


def titles_of(plan: Plan) -> list[list[str]]:
    """The titles of a plan's actions by specific objective."""
    return [[action.title for action in objective.actions] for objective in plan.specific_objectives()]


def published(
    store: Store,
    plan: Plan,
    *,
    since: date = DAY,
    answers: Answers | None = None,
    successors: dict[str, list[str]] | None = None,
) -> PublishedRevision:
    """Publish a plan; what is asked is answered with "new", unless ``answers`` say otherwise."""
    given = answers or Answers()
    while questions := (made := draft_revision(store, plan, given)).comparison.questions:
        given = given._replace(added=given.added | {questions[0].question.key})
    return publish_revision(
        store,
        PlanDocument(plan, "plani-2.docx", "11"),
        given,
        seen=made.seen,
        in_force_from=since,
        successors=successors,
    )
