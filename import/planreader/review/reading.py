"""A document with the decisions on it: read once, decided on as often as somebody answers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from planreader import read
from planreader.apart import assembled_apart
from planreader.build.marks import Marks
from planreader.interpret.mapping.given import NOTHING, ListedColumn, Mapping
from planreader.review.decided import UNKNOWN, Decided, decide
from planreader.review.decisions import (
    NO_DECISIONS,
    Decision,
    Decisions,
    corrections_path,
    decisions_beside,
    digest,
    name_of,
    read_decisions,
    with_line,
    write_decisions,
)
from planreader.review.fields import Fields
from planreader.review.kept import columns_kept
from planreader.sources.form import Passed
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.likeness import nearest
from store.db.regular import read_regular
from store.plan.form import plan_to_form
from store.plan.model import Plan


class DocumentReading(NamedTuple):
    """A document as it was read: the plan without findings, what these are found from, name and SHA-256.

    ``corrections`` is the file of decisions, ``earlier`` what it holds, and ``decided`` the plan after them.
    ``mapping`` is what its columns were read as, ``gone`` the headings that
    the file names and another version of the document does not have. ``marks`` is None for the reviewable
    form, which holds its own findings.
    """

    path: Path
    plan: Plan
    marks: Marks | None
    sha256: str
    corrections: Path
    earlier: Decisions
    decided: Decided
    same: bool = True
    """Whether the decisions held were made on this very document, read by the same mapping."""
    mapping: Mapping = NOTHING
    gone: tuple[str, ...] = ()

    @property
    def passed(self) -> tuple[Passed, ...]:
        """Return the rows and tables of the document that hold nothing of the plan."""
        return () if self.marks is None else self.marks.passed

    @property
    def kept(self) -> tuple[ListedColumn, ...]:
        """Return the columns of its tables that were kept as remarks."""
        return () if self.marks is None else columns_kept(self.plan, self.mapping)

    def keep(self, decisions: Iterable[Decision]) -> Decisions:
        """Write decisions on this document; those on something else are kept beside them, in another file.

        Raises UserError as :func:`planreader.review.decisions.write_decisions`.
        """
        if not self.same and self.corrections.exists():
            name = f"{self.corrections.name.removesuffix('.toml')}.{self.earlier.sha256[:8] or 'old'}.toml"
            kept_as = self.corrections.with_name(name)
            if not kept_as.exists():
                write_durably(kept_as, read_regular(self.corrections))
        wanted = Decisions(self.path.name, self.sha256, tuple(decisions), self.mapping)
        write_decisions(self.corrections, wanted)
        return wanted


def read_reviewed(
    path: Path,
    *,
    corrections: Path | None = None,
    title: str | None = None,
    plan_id: str | None = None,
    mapping: Mapping = NOTHING,
) -> DocumentReading:
    """Read a document and put to it what was decided, in ``corrections`` or in the file beside it.

    ``mapping`` is said of its columns on top of what that file says.

    Raises UserError as :func:`planreader.assembled` (with file and ``line`` where the file of decisions says
    what is refused of a mapping) and :func:`planreader.review.decisions.read_decisions`;
    ``document_missing`` where ``corrections`` is named and not there, ``corrections_of_form`` where it is
    named for the reviewable form, and ``corrections_field`` where a decision made on this very document names
    no field of it.
    """
    beside = corrections or corrections_path(path)
    if path.name.lower().endswith(".toml"):
        if corrections is not None or mapping:
            raise UserError("corrections_of_form", file=str(path))
        return _of_form(path, read(path, title=title, plan_id=plan_id), beside)
    earlier = decisions_beside(path) if corrections is None else read_decisions(corrections)
    sha256 = digest(path)
    kept = earlier.mapping
    whole, gone = mapping.after(kept), list[str]()
    of_file = {*dict(kept.columns + kept.assume)} - {*dict(mapping.columns + mapping.assume)}
    while True:
        try:
            plan, marks = assembled_apart(path, title=title, plan_id=plan_id, mapping=whole)
            break
        except UserError as refused:
            params = refused.params
            name = str(params.get("name") or params.get("key") or params.get("found", ""))
            if not refused.code.startswith("mapping_") or name not in of_file:
                raise
            if refused.code != "mapping_column" or earlier.sha256 == sha256:
                raise with_line(refused, beside, name) from None
            # another version of the document may have other columns
            gone.append(name)
            whole = whole.without(name)
    if marks is None:
        if corrections is not None:
            raise UserError("corrections_of_form", file=str(path))
        return _of_form(path, plan, beside)
    same = earlier is NO_DECISIONS or (earlier.sha256 == sha256 and kept == whole)
    decided = decide(plan, marks, earlier.decisions, same=same)
    unknown = [name_of(left.decision.subject) for left in decided.left if left.why == UNKNOWN]
    if unknown and same:
        near = nearest(unknown[0], map(name_of, marks.provenance))
        raise UserError("corrections_field", file=str(beside), found=unknown[0], nearest=near)
    return DocumentReading(path, plan, marks, sha256, beside, earlier, decided, same, whole, tuple(gone))


def _of_form(path: Path, plan: Plan, beside: Path) -> DocumentReading:
    """Return a plan that holds its own findings, of the reviewable form or a workbook: nothing is decided
    beside."""
    return DocumentReading(
        path, plan, None, digest(path), beside, NO_DECISIONS, Decided(plan, plan, Fields(plan_to_form(plan)))
    )
