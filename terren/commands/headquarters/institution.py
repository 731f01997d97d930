"""``terren institution``: what stands on the cover of every report."""

from __future__ import annotations

from pathlib import Path

import language
from language import _
from language.numbers import NOTHING, number
from schema.choices import LANGUAGE
from schema.registers import INSTITUTION
from store.db.errors import UserError
from store.db.regular import read_regular
from terren import output
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.declare import command, option
from terren.session import Session
from terren.values import WordChoice


@command(
    "institution",
    "Say what stands on the cover of every report (headquarters), or print it. An empty value clears."
    " The protocol number is of one report: “terren narrative protocol --period 2022 --text …”.",
    prints="@institution",
)
def institution_command(
    session: Session,
    name: str | None = option("The name of the institution, its lines parted by /.", metavar="TEXT"),
    signatures: str | None = option("Who signs, parted by /: a place for each signature.", metavar="TEXT"),
    plan_title: str | None = option(
        "The title of the plan in another language than it is printed in, for reports in that.",
        metavar="TEXT",
    ),
    spoken: str | None = option(
        "In which language name, signatures and title are; the present one if not given. What is Serbian is"
        " written in both scripts.",
        "--in",
        type=WordChoice(*(code for code in LANGUAGE.codes if "-" not in code)),
    ),
    emblem: str | None = option("A PNG of at most 45,000 bytes; empty for none.", metavar="FILE"),
    how: options.How = options.how("decide"),
) -> None:
    from store.edits.published.institution import EMBLEM, emblem_text, read_institution, write_institution

    code = spoken or language.current().partition("-")[0]
    values = {
        f"{field}.{code}": "\n".join(part.strip() for part in text.split("/"))
        for field, text in (("name", name), ("signatures", signatures))
        if text is not None
    }
    if plan_title is not None:
        values[f"plan.{code}"] = plan_title
    if emblem is not None:
        values[EMBLEM] = emblem_text(_read(Path(emblem))) if emblem else ""
    if values:
        with recorder(session, how) as work:
            work.record(lambda how: write_institution(work.store, values, seen=how.seen))
        output.give(lambda: {"recorded": session.recorded})
        return
    with session.reading() as store, store.reading() as conn:
        institution = read_institution(conn)
    form = {
        field.replace(".", "_"): institution.values.get(field)
        for field in INSTITUTION.names
        if field != EMBLEM
    }
    size = len(institution.emblem)
    lines = [
        f"{_(field.label)} ({field.name.partition('.')[2]}):"
        f" {' / '.join((institution.values.get(field.name) or NOTHING).splitlines())}"
        for field in INSTITUTION.fields
        if field.name != EMBLEM
    ]
    lines.append(_("Emblem: {size} bytes").format(size=number(size)) if size else _("Emblem: none"))
    output.give(lambda: {**form, "emblem_bytes": size}, lines)


def _read(path: Path) -> bytes:
    try:
        return read_regular(path)
    except OSError as error:
        raise UserError("picture_missing", file=str(path), detail=error.strerror) from error
