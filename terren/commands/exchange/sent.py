"""``terren sent``: the files that were written here, and how far each has got."""

from __future__ import annotations

import time

from language import _, counted, dates
from language.delivery import sent_words
from language.numbers import number
from store.exchange.sent import sent_change_sets
from store.ledger.identity import read_identity
from terren import output
from terren.declare import command, option
from terren.session import Session
from terren.shapes import shaped
from terren.values import NUMBER


@command(
    "sent",
    "List the files that were written here: when, with how many changes, and whether they have arrived.",
    prints="@sent*",
)
def sent_command(
    session: Session, limit: int | None = option("At most so many, the newest.", type=NUMBER)
) -> None:
    with session.reading() as store, store.reading() as conn:
        written = sent_change_sets(conn, read_identity(conn), limit)
    now = time.time()
    heads = _("Code"), _("Written"), _("Arrived"), _("Changes"), _("File")
    rows = (
        (
            file.check_code,
            dates.datetime(file.at),
            sent_words(file.state, file.days(now)),
            number(file.changes),
            file.name,
        )
        for file in written
    )
    if output.give(lambda: [shaped("sent", file) for file in written], output.columns(heads, rows, texts=3)):
        output.tell(counted("{n} file was written", "{n} files were written", len(written)))
