"""What a report says otherwise than the one that headquarters issued before: in a line, and as tables."""

from __future__ import annotations

from collections.abc import Iterator

from language import _, dates, ngettext
from language.numbers import NOTHING, number
from language.registers import GONE, is_redaction, present, register, since, value, value_after
from report.periodic.issued.changed import ChangedFigure, Reissue
from report.periodic.issued.ledger_days import recorded_day
from report.periodic.words import name_of_unit
from report.prose import lines
from report.table import DATE, Column, Table, table_of
from store.account.calendar import KIND as CALENDAR
from store.edits.issues import Issue
from store.edits.narrative import KIND as NARRATIVE
from store.history.steps import Step
from store.revision.register import revision_register


def issued_words(issue: Issue) -> str:
    """Return which report was issued, when, from what, and with whose key."""
    words = _("no. {n} of {day}; state of the ledger {digest}; issued with key {key} of headquarters")
    return words.format(
        n=issue.number, day=dates.date(issue.issued_on), digest=issue.digest, key=issue.signer[:8]
    )


def differing_words(reissue: Reissue) -> str:
    """Return how much differs."""
    if not reissue.differs:
        return _("no figure and no sentence differs")
    figures, sentences = len(reissue.figures), len(reissue.sentences)
    return ", ".join(
        (
            ngettext("{n} figure differs", "{n} figures differ", figures).format(n=number(figures)),
            ngettext("{n} sentence differs", "{n} sentences differ", sentences).format(n=number(sentences)),
        )
    )


def reissue_tables(reissue: Reissue | None) -> Iterator[Table]:
    """Yield what differs: figures, sentences, and what was recorded since; nothing for a first report."""
    if reissue is None:
        return
    yield _changed("changed_figures", _("Figures that differ"), reissue.figures)
    yield _changed("changed_sentences", _("Sentences that differ"), reissue.sentences)
    yield table_of(
        "recorded_since",
        _("Recorded since"),
        reissue.since,
        (Column("recorded_on", _("Recorded"), DATE), lambda step: recorded_day(step.change)),
        (Column("unit", _("Unit")), _unit),
        (
            Column("nr", _("No.")),
            lambda step: _number(reissue, step),
        ),
        (Column("what", _("What")), lambda step: _what(reissue, step)),
        (Column("before", _("Before")), lambda step: _value(step, step.before)),
        (Column("after", _("After")), _after),
        empty=_("Nothing was recorded since."),
    )


def _changed(code: str, caption: str, rows: tuple[ChangedFigure, ...]) -> Table:
    return table_of(
        code,
        caption,
        rows,
        (Column("place", _("Where")), lambda row: row.place),
        (Column("what", _("What")), lambda row: row.what or None),
        (Column("was", _("Was")), lambda row: row.was or NOTHING),
        (Column("now", _("Is")), lambda row: row.now or NOTHING),
        (Column("why", _("Why")), lambda row: row.why or None),
        empty=_("Nothing differs."),
    )


def _unit(step: Step) -> str:
    """Return whose officer recorded something, with the unit for which, where that is another."""
    speaker = name_of_unit(step.speaker) or _("headquarters")
    return f"{speaker} ({name_of_unit(step.whose)})" if step.whose else speaker


def _number(reissue: Reissue, step: Step) -> str | None:
    """Return the number of the action or the objective of which something was recorded; no id of the plan."""
    change = step.change
    return reissue.numbers.get(change.target, change.target if change.kind == "indicator" else None)


def _what(reissue: Reissue, step: Step) -> str:
    """Return what was recorded; of another period than that of the report with the period."""
    change = step.change
    words = register(change.kind, change.field)
    if change.kind in (NARRATIVE, CALENDAR) and change.target != reissue.issue.period:
        return f"{words}, {dates.period_words(change.target)}"
    return words


def _after(step: Step) -> str:
    change, stands = step.change, present(step.after, step.gone_by)
    if is_redaction(change.kind, change.field):
        return value(change.kind, change.field, GONE)
    if change.register == revision_register(change.target) and isinstance(step.after, dict):
        version = _("version {n} of the plan").format(n=number(int(step.after["revision"])))
        return version + since(change.kind, change.field, change.effective_on)
    if change.kind == NARRATIVE:
        return _value(step, stands)
    after = value_after(change.kind, change.field, stands, step.currency, step.beside)
    # of several values that stand each has its own day
    return after if step.beside else after + since(change.kind, change.field, change.effective_on)


def _value(step: Step, recorded: object) -> str:
    if step.change.kind == NARRATIVE and isinstance(recorded, str):
        recorded = " ".join(line.text for line in lines(recorded))
    if step.change.register == revision_register(step.change.target):
        return NOTHING
    return value(step.change.kind, step.change.field, recorded, step.currency)
