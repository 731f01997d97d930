"""The declarations: what may be reported of an action, and every other kind of register."""

from __future__ import annotations

from typing import Final

from language import N_
from schema.choices import LANGUAGE, REASON, REPORTING_RULE, REVIEW, STATUS
from schema.fields import Field, RegisterKind
from schema.types import (
    MAX_LONG_TEXT,
    Day,
    DeadlineType,
    Digest,
    FieldType,
    Flag,
    List,
    Money,
    NumberType,
    Object,
    Percent,
    Text,
    is_day,
)

_TEXT: Final = Text()
_LINE: Final = Text(lines=False)
_LONG_TEXT: Final = Text(MAX_LONG_TEXT)
_NOT_DONE: Final = frozenset({"not_implemented", "cancelled"})
_OPEN: Final = frozenset({"not_started", "in_progress", "partially_implemented", "not_implemented"})

ACTION_REPORT: Final = RegisterKind(
    "action",
    N_("Action"),
    (
        Field("status", STATUS, N_("Status")),
        Field(
            "percent",
            Percent(),
            N_("Percent complete"),
            N_("Percent complete, from 0 to 100."),
            short=N_("Percent"),
            when=frozenset({"in_progress"}),
            page=1,
            report=None,
        ),
        Field(
            "reason",
            REASON,
            N_("Reason for delay"),
            N_("The reason for delay: a code, or its words."),
            short=N_("Reason"),
            when=_NOT_DONE,
            when_late=True,
            page=-1,
            page_label=N_("Reason"),
            report=2,
        ),
        Field(
            "reason_text",
            _TEXT,
            N_("Reason for delay, in words"),
            N_("The reason for delay in your own words."),
            short=N_("In words"),
            when=_NOT_DONE,
            when_late=True,
            explains="reason",
            report=2,
        ),
        Field(
            "new_deadline",
            DeadlineType(),
            N_("New deadline"),
            N_("The new deadline: a year or a day."),
            when_late=True,
            page=-2,
            report=4,
        ),
        Field(
            "output_reached",
            _TEXT,
            N_("Output reached"),
            N_("The output reached."),
            option="--output",
            when=frozenset({"partially_implemented", "implemented"}),
            report=1,
            report_name="progress",
            report_label=N_("Description of progress"),
        ),
        Field(
            "next_steps",
            _TEXT,
            N_("Next steps"),
            N_("The next steps."),
            option="--next",
            when=_OPEN,
            when_late=True,
            report=3,
        ),
    ),
)
"""What a unit reports of an action: its status, and what belongs to that, in the order of the screen."""
ACTION_DETAILS: Final = ACTION_REPORT.fields[1:]
"""The fields beside the status."""
PRINTED_DETAILS: Final = tuple(
    sorted((field for field in ACTION_DETAILS if field.report), key=lambda field: field.report or 0)
)
"""Those that the printed report has, in its order."""

MONEY: Final = RegisterKind(
    "money",
    N_("Money"),
    (
        Field("allocated", Money(), N_("Allocated")),
        Field("capital.spent", Money(), N_("Spent, capital")),
        Field("recurrent.spent", Money(), N_("Spent, recurrent")),
    ),
    by_year=True,
)
PASSPORT: Final = RegisterKind(
    "passport",
    N_("Passport of the indicator"),
    (
        Field("measure", _LINE, N_("Unit of measure"), N_("The unit of measure.")),
        Field("source", _LINE, N_("Source of the data"), N_("Where the data come from.")),
        Field("formula", _LINE, N_("Formula"), N_("How it is computed.")),
        Field("responsible", _LINE, N_("Responsible institution"), N_("The institution that measures it.")),
        Field(
            "available", _LINE, N_("Time of availability"), N_("When it is known, for example each March.")
        ),
    ),
    by_headquarters=True,
)
MAX_EMBLEM: Final = 60_000
"""Characters of the picture on a report's cover: a change set bears them."""
MAX_ATTACHMENT: Final = 2**20
"""Bytes of a photograph or PDF that goes with evidence."""
_ATTACHMENT: Final = Object(
    sha256=Digest(),
    bytes=NumberType(MAX_ATTACHMENT),
    name=Text(200, lines=False),
    type=Text(100, lines=False),
)
_BASES: Final = dict.fromkeys(code.partition("-")[0] for code in LANGUAGE.codes)
INSTITUTION: Final = RegisterKind(
    "institution",
    N_("Cover of reports"),
    (
        *(Field(f"name.{code}", _TEXT, N_("Name of the institution")) for code in _BASES),
        *(Field(f"signatures.{code}", _TEXT, N_("Signatures")) for code in _BASES),
        *(Field(f"plan.{code}", _LINE, N_("Title of the plan")) for code in _BASES),
        Field("emblem", Text(MAX_EMBLEM, lines=False), N_("Emblem")),
    ),
    by_headquarters=True,
)
"""What stands on the cover of every report; names, signatures and the plan's title in each language."""
_RELEASE: Final = Object(
    version=_TEXT,
    note=_LONG_TEXT,
    files=List(Object(kind=_TEXT, name=_TEXT, bytes=NumberType(), sha256=_TEXT)),
    signer=_TEXT,
    signature=_TEXT,
)
_REVISION: Final = Object(
    of=_TEXT, part=NumberType(), text=_LONG_TEXT, parts=NumberType(), revision=NumberType(), sha256=_TEXT
)
_ISSUE: Final = Object(
    as_of=Day(),
    issued_on=Day(),
    only_approved=Flag(),
    newest_revision=NumberType(),
    rules=NumberType(),
    vector=FieldType(),
    signer=_TEXT,
    signature=_TEXT,
)

KINDS: Final = {
    declared.kind: declared
    for declared in (
        ACTION_REPORT,
        MONEY,
        RegisterKind(
            "indicator",
            N_("Measurement"),
            (Field("", Object(value=_TEXT, source=_TEXT)),),
            by_year=True,
        ),
        RegisterKind("note", N_("Note"), any_field=_TEXT, entries=True),
        RegisterKind(
            "evidence",
            N_("Evidence"),
            any_field=Object(title=_TEXT, ref=_TEXT, kind=_TEXT, attachment=_ATTACHMENT),
            entries=True,
        ),
        RegisterKind(
            "assessment",
            N_("Assessment by headquarters"),
            (Field("status", STATUS, N_("Status")), Field("comment", _TEXT, N_("Comment"))),
            by_headquarters=True,
        ),
        RegisterKind(
            "decision",
            N_("Decision by headquarters"),
            (
                Field("cancelled", Flag(), N_("Cancelled")),
                Field("redaction", FieldType(), N_("Redaction")),
                Field("release", _RELEASE, N_("Version of Terren")),
                Field(
                    "reserve_key", Object(recipient=_TEXT, signer=_TEXT, signature=_TEXT), N_("Reserve key")
                ),
                Field("revision", _REVISION, N_("Revision of the plan")),
                Field("successor", List(_TEXT), N_("Followed by")),
            ),
            by_headquarters=True,
        ),
        RegisterKind(
            "resolution",
            N_("Decision"),
            any_field=Object(text=_TEXT, responsible=_TEXT, due=_TEXT, done=_TEXT),
            entries=True,
        ),
        RegisterKind(
            "meeting",
            N_("Meeting"),
            (
                Field(
                    "about",
                    Object(
                        title=_TEXT,
                        date=_TEXT,
                        agenda=List(_TEXT),
                        place=_TEXT,
                        present=List(_TEXT),
                        absent=List(_TEXT),
                        ended=Flag(),
                    ),
                ),
            ),
            entries=True,
        ),
        PASSPORT,
        INSTITUTION,
        RegisterKind(
            "review",
            N_("Review of the report"),
            (Field("report", Object(state=REVIEW, reason=_TEXT, of=_TEXT)),),
            by_headquarters=True,
        ),
        RegisterKind(
            "period",
            N_("Reporting period"),
            (
                Field("due", Day(), N_("Due day")),
                Field("closed", Day(), N_("Closed")),
                Field("issue", _ISSUE, N_("Final report"), numbered=True),
            ),
            by_headquarters=True,
        ),
        RegisterKind(
            "reporting",
            N_("Reporting"),
            (Field("expected", Object(who=REPORTING_RULE, units=List(_TEXT)), N_("Expected to report")),),
            by_headquarters=True,
        ),
        RegisterKind(
            "source",
            N_("Table it came from"),
            any_field=Object(file=_TEXT, day=_TEXT, person=_TEXT, form=Flag(), paper=Flag()),
            entries=True,
        ),
        RegisterKind("narrative", N_("Narrative"), any_field=_LONG_TEXT, by_headquarters=True),
        RegisterKind("desk", N_("Desk"), any_field=_LINE, by_headquarters=True),
        RegisterKind("name", N_("Name"), any_field=_TEXT, by_headquarters=True),
    )
}
"""Every kind that this version knows, by its code."""
ENTRIES: Final = frozenset(kind for kind, declared in KINDS.items() if declared.entries)
"""Kinds of which each register is an entry of its own, under a field that says nothing to people."""


def field_of(kind: str, name: str) -> Field | None:
    """Return the declaration of a field; None where this version does not know it."""
    return KINDS[kind].field(name) if kind in KINDS else None


def type_of(kind: str, name: str) -> FieldType | None:
    """Return the type of a register's values; None where they may be anything, as of later versions."""
    return KINDS[kind].type_of(name) if kind in KINDS else None


def fits_day(kind: str, name: str, day: str) -> bool:
    """Return True if the day from which a value holds has the form; of money it is one of its own year."""
    return is_day(day) and (kind != "money" or type_of(kind, name) is None or day[:4] == name[:4])
