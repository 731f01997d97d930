"""The columns of a document that a plan has no field for, and what each could be."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice

from planreader.interpret.mapping.given import REMARK, ListedColumn, Mapping
from planreader.vocabulary.tracking import STATUS, reported_role
from store.plan.model import Plan


def tells_progress(plan: Plan) -> bool:
    """Return whether the document of a plan has a column that tells how actions stand."""
    headings = {remark.heading for action in plan.actions() for remark in action.remarks}
    return any(reported_role(heading, numbers=False, words=True) == STATUS for heading in headings)


def columns_kept(plan: Plan, mapping: Mapping) -> tuple[ListedColumn, ...]:
    """Return the columns that were kept as remarks and are nothing else by a mapping, in the order of the
    document.

    ``role`` is what a column seems to be by what stands in it, empty where nothing tells.
    """
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    for action in plan.actions():
        for remark in action.remarks:
            if remark.heading and mapping.role(remark.heading) in ("", REMARK):
                texts[remark.heading].setdefault(remark.text)
    if not texts:
        return ()
    from planreader.interpret.mapping.guesses import names_bodies
    from planreader.interpret.mapping.survey import SAMPLES

    is_led = any(action.institutions.names for action in plan.actions())
    return tuple(
        ListedColumn(
            name, "" if is_led or not names_bodies(remarks) else "lead", (*islice(remarks, SAMPLES),)
        )
        for name, remarks in texts.items()
    )
