"""A revised plan, from a document or a published database, as it is compared with the plan in force."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from planreader.build.builder import made_title
from planreader.interpret.mapping.given import NOTHING, Mapping
from planreader.review.anew import found_anew
from planreader.review.reading import Reading, read_reviewed
from store.db.database import Store, is_database
from store.opening.open_store import open_store
from store.plan.load import load_plan
from store.plan.lookup import current_revision
from store.revision.publish import Document


def present_title(store: Store) -> str:
    """The title of the plan in force. Raises Refused ``db_no_plan``."""
    with store.reading() as conn:
        revision = current_revision(conn)
        return str(conn.execute("SELECT title FROM plan WHERE revision = ?", (revision,)).fetchone()[0])


def revised_document(
    path: Path, present: str, *, title: str | None = None, mapping: Mapping = NOTHING
) -> tuple[Document, Reading | None]:
    """The plan of a file, with how it was read where it is a document.

    ``mapping`` says what its columns are. ``title`` stands for its own; where neither gives one, the
    ``present`` title stays. Raises Refused as :func:`store.opening.open_store.open_store` or
    :func:`planreader.review.reading.read_reviewed`.
    """
    if is_database(path):
        with open_store(path, read_only=True) as published:
            plan = load_plan(published)
        digest = sha256(path.read_bytes()).hexdigest()
        return Document(plan._replace(title=title or plan.title), path.name, digest), None
    reading = read_reviewed(path, title=title, mapping=mapping)
    plan = reading.decided.plan
    if reading.marks is None:
        # somebody has worked on the form: what it lists was found before
        plan = plan._replace(findings=found_anew(plan))
    if title is None and plan.title == made_title(plan.language, plan.years):
        plan = plan._replace(title=present)
    return Document(plan, path.name, reading.sha256), reading
