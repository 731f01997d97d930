"""``terren redact``: headquarters takes the text of a note or of evidence away, everywhere and for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from language import _, dates
from language.delivery import redacted_words
from language.registers import kind, value
from store.db.text import clean
from store.edits.named import SHORT_NAME, entry_label
from store.edits.redaction import entry_register, find_entries
from store.plan.lookup import action_numbers
from terren import failures, output
from terren.asking import confirm
from terren.declare import argument, command, flag, option
from terren.session import Session
from terren.shapes import shaped
from terren.values import NUMBER
from terren.words import tell_traces
from tui.screens.drafts import forget_redacted
from tui.screens.people import who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.ledger.change import Change, Register
    from sync.redaction import Redacted


@command(
    "redact",
    "Take the text of a note or a piece of evidence of action NR away, here and wherever headquarters'"
    " files reach; its hash stays. ENTRY is its name, or the beginning of it; without it they are listed,"
    " withdrawn ones too. Only headquarters may.",
    prints="@redactable*",
)
def redact_command(
    session: Session,
    nr: str = argument("NR"),
    entry: str | None = argument("[ENTRY]"),
    revision: int | None = option(
        "As revision N of the plan numbers the action; of one that left the plan the last that has it.",
        type=NUMBER,
    ),
    yes: bool = flag("Redact without asking for a confirmation."),
) -> int:
    from sync.redaction import redact

    with session.working() as store:
        with store.reading() as conn:
            entries = find_entries(conn, nr, revision)
            register = None if entry is None else entry_register(entries, nr, entry)
        if register is None:
            output.give(
                lambda: [_form(nr, listed, change) for listed, change in entries.items()],
                (_line(listed, change) for listed, change in entries.items()),
            )
            return failures.DONE
        if not yes:
            output.tell(_line(register, entries[register]))
            confirm(
                _("Redact it? The text is gone then for good, for everybody. [y/N]"),
                "redaction_unconfirmed",
                "redaction_declined",
            )
        done = redact(store, session.places, register)
        with store.reading() as conn:
            numbers = action_numbers(conn) if done.kept_by else {}
        forget_redacted(session.places, store)
    kept_by = [(numbers.get(kept.target, kept.target), kept.field) for kept in done.kept_by]
    output.give(
        lambda: shaped(
            "redacted",
            {**register._asdict(), **done._asdict()},
            kept_by=[shaped("kept_by", nr=nr, entry=name) for nr, name in kept_by],
            nr=nr,
            entry=register.field,
            recorded=session.recorded,
        )
    )
    _tell_redacted(done, [entry_label(*kept) for kept in kept_by])
    return failures.DONE if done.scrubbed and not (done.left or kept_by) else failures.WAITING


def _tell_redacted(done: Redacted, kept_by: Sequence[str]) -> None:
    output.tell(*redacted_words(done.changes, done.left, kept_by))
    output.tell(_("Files and backups made before still have it: “terren tidy --redacted” removes them."))
    if not done.scrubbed:
        tell_traces()


def _form(nr: str, register: Register, change: Change) -> dict[str, object]:
    return shaped(
        "redactable", change, nr=nr, unit=register.unit, entry=register.field, value=change.decoded()
    )


def _line(register: Register, change: Change) -> str:
    by = who(change.officer, register.unit)
    text = value(register.kind, register.field, change.decoded())
    name = clean(register.field)[:SHORT_NAME]
    return f"[{name}] {kind(register.kind)}, {dates.datetime(change.recorded_at)}, {by}: {text}"
