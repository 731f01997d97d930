"""Documents that a command is given, with the name and checksum that are kept beside the plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from language import _
from language.reading.documents import (
    applied_words,
    gone_words,
    kept_words,
    left_words,
    mapped_words,
    other_version_words,
)
from language.reading.findings import finding
from language.reading.sources import source
from store.db.database import is_database
from store.db.errors import UserError
from store.plan.model import Finding, Plan
from terren import output

if TYPE_CHECKING:
    from planreader.review.mapped import Mapping
    from planreader.review.reading import DocumentReading


class DecidedDocument(NamedTuple):
    """A plan with what headquarters decided on it, and the file it came from.

    ``name`` is the file's without folders, ``sha256`` in hex.
    """

    plan: Plan
    name: str
    sha256: str
    reading: DocumentReading


def read_document(
    path: Path,
    *,
    corrections: Path | None = None,
    title: str | None = None,
    plan_id: str | None = None,
    mapping: Mapping | None = None,
) -> DecidedDocument:
    """Read a plan document or the reviewable form, and say which decisions on it were put to it.

    ``mapping`` says what its columns are.

    Raises UserError as :func:`planreader.review.reading.read_reviewed`.
    """
    from planreader.review.mapped import NOTHING
    from planreader.review.reading import read_reviewed

    answers = NOTHING if mapping is None else mapping
    reading = read_reviewed(path, corrections=corrections, title=title, plan_id=plan_id, mapping=answers)
    tell_decisions(reading)
    return DecidedDocument(reading.decided.plan, path.name, reading.sha256, reading)


def plan_source(file: Path | None) -> dict[str, Any]:
    """Return which plan an installation is made from, as :func:`sync.enrol.enrol` takes it.

    ``file`` is a database with a published plan, or a document, which is read; None is the shipped plan.
    Raises UserError as :func:`read_document`.
    """
    if file is None:
        return {}
    if is_database(file):
        return {"published": file}
    document = read_document(file)
    return {"plan": document.plan, "source_name": document.name, "source_sha256": document.sha256}


def read_mapped(
    read: Callable[[Mapping], DecidedDocument], mapping: Mapping, *, asks: bool
) -> DecidedDocument:
    """Read a document by a mapping; what that leaves open is asked at the terminal until it can be read.

    Raises UserError as ``read``, and ``document_unmapped`` where ``asks`` forbids it, or, after the columns
    are shown, where nobody can be asked or no answer is left to give; ``mapping_open`` where the person
    stops.
    """
    from planreader.review.mapped import is_unmapped

    while True:
        try:
            return read(mapping)
        except UserError as refused:
            if not (asks and is_unmapped(refused)):
                raise
            from terren.commands.plan.mapping import ask_columns

            before, mapping = mapping, ask_columns(refused, knows_columns=bool(mapping.columns))
            if mapping == before:
                # nothing was left to answer
                raise


def keep_answers(reading: DocumentReading) -> DocumentReading:
    """Keep what the columns are beside the document, and say where, unless it is there already."""
    from planreader.review.mapped import keep_mapping

    kept = keep_mapping(reading)
    if kept is not reading:
        output.tell(_("What the columns are is kept in {file}."), file=reading.corrections)
    return kept


def tell_decisions(reading: DocumentReading) -> None:
    """Say what became of the decisions that were held on a document."""
    decided, file = reading.decided, reading.corrections.name
    if reading.earlier.mapping:
        output.tell(mapped_words(file))
    for heading in reading.gone:
        output.tell("- " + gone_words(heading))
    if reading.earlier.decisions:
        output.tell(applied_words(len(decided.applied), file))
    if reading.earlier.decisions and reading.earlier.sha256 != reading.sha256:
        output.tell(other_version_words(file))
    for decision, why in decided.left:
        output.tell("- " + left_words(decision.subject, why, on_finding=decision.on_finding))


def tell_kept(reading: DocumentReading) -> None:
    """Say which columns of a document were kept as remarks, and how each would be used."""
    for column in reading.kept:
        output.tell(kept_words(*column))


def noticed_words(noticed: Finding, currency: str) -> str:
    """Return a finding in a line; ``currency`` is the plan's."""
    sentence = finding(noticed.code, noticed.where, noticed.figures, currency)
    place = f" [{source(noticed.source)}]" if noticed.source else ""
    return f"{sentence}{place}{accepted_words(noticed)}"


def accepted_words(noticed: Finding) -> str:
    """Return what follows a finding that headquarters accepted; empty for an open one."""
    return f" ({_('accepted by headquarters')})" if noticed.accepted else ""
