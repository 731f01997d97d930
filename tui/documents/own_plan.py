"""The window of the first run in which an office picks a plan of its own, which is read at once."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypedDict

from language import N_
from planreader.review.kept import tells_progress
from planreader.review.mapped import Mapping, keep_mapping
from planreader.review.reading import read_reviewed
from store.db.database import is_database
from store.plan.model import Plan
from tui.documents.document import DocumentScreen


class PlanSource(TypedDict, total=False):
    """Which plan an installation is made from, as :func:`sync.enrol.enrol` takes it."""

    published: Path
    plan: Plan
    source_name: str
    source_sha256: str


class OwnPlan(NamedTuple):
    """A plan that an office brought: read from a document, or ``published`` in a database."""

    plan: Plan
    file: Path
    sha256: str
    published: Path | None = None

    @property
    def source(self) -> PlanSource:
        """Return it as an installation is made from it."""
        if self.published is not None:
            return {"published": self.published}
        return {"plan": self.plan, "source_name": self.file.name, "source_sha256": self.sha256}

    @property
    def institutions(self) -> tuple[str, ...]:
        """Return every institution that it names, sorted."""
        return tuple(sorted({name for action in self.plan.actions() for name in action.institutions.names}))

    @property
    def tells_progress(self) -> bool:
        """Return whether its document tells how actions stand."""
        return tells_progress(self.plan)


class OwnPlanScreen(DocumentScreen[OwnPlan]):
    """Returns the plan; what is wrong with it is said here, and another one may be named."""

    heading, asked = N_("A plan of your own"), N_("Word file, workbook, PDF, text, .plan.toml or .db")

    def read(self, path: Path, mapping: Mapping) -> OwnPlan:
        from store.opening.open_store import open_store
        from store.plan.load import load_plan

        if is_database(path):
            with open_store(path, read_only=True) as published:
                return OwnPlan(load_plan(published), path, "", path)
        reading = keep_mapping(read_reviewed(path, mapping=mapping))
        return OwnPlan(reading.decided.plan, path, reading.sha256)
