"""How an installation stands, in sentences of the current language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from language import N_, _, dates, numbers
from language.commands import in_plan
from language.dates import age
from language.messages import message
from language.numbers import bare, fill
from language.terms import role

SUBJECTS: Final = {
    "backup": N_("Backup"),
    "clock": N_("Clock"),
    "colours": N_("Colours"),
    "configuration": N_("Configuration"),
    "database": N_("Database"),
    "disk": N_("Disk"),
    "encoding": N_("Letters"),
    "exchange": N_("Exchange"),
    "key": N_("Key"),
    "stick": N_("Stick"),
    "terminal": N_("Terminal"),
    "update": N_("Update"),
    "version": N_("Version"),
}
"""What is looked at."""

LEVELS: Final = {"fine": N_("OK"), "attention": N_("needs attention"), "fault": N_("failed")}
"""How it stands."""

CHECKS: Final = {
    "backup": N_("Newest backup: {days}."),
    "backup_none": N_("There is no backup. Make one with “terren backup”, and keep a copy elsewhere."),
    "backup_old": N_("Newest backup: {days}. Make one with “terren backup”, and keep a copy elsewhere."),
    "clock": N_("The clock shows {at}."),
    "clock_behind": N_(
        "The clock shows {at}, and {officer} recorded a change on {newest}: one of the two clocks is wrong."
        " Look at the clock of this computer first. No change is lost by it."
    ),
    "clock_other": N_(
        "The clock shows {at}. The last change of {officer} is of {newest}: that clock was wrong. No change"
        " is lost by it."
    ),
    "clock_old": N_(
        "The clock shows {at}, which is before Terren was made. Set it; the days of what you report come from"
        " it."
    ),
    "colours": N_("Colours: {found}."),
    "database": N_("{file}, {bytes}, form {form}."),
    "database_damaged": N_(
        "{file} is damaged ({detail}). Change nothing more in it, and restore a backup with “terren restore"
        " FILE”."
    ),
    "database_none": N_("There is no database yet ({file}). Enrol with “terren init”, or open Terren."),
    "disk": N_("{bytes} are free in {folder}."),
    "disk_little": N_("Only {bytes} are free in {folder}. Make room before you go on."),
    "encoding": N_("The terminal takes every letter ({found})."),
    "encoding_poor": N_(
        "The terminal takes letters of {found} alone. Choose UTF-8 in its settings, on Windows with “chcp"
        " 65001”, or start with “terren --ascii”."
    ),
    "exchange": N_("No change waits too long for a receipt."),
    "exchange_overdue": N_(
        "Changes without a receipt: {changes}, the oldest for {days}. Send the file again, or call"
        " headquarters."
    ),
    "exchange_revoked": N_(
        "Headquarters has revoked this installation: what it records from {day} on does not count there. Call"
        " headquarters, which can accept it again with “terren trust accept ID”."
    ),
    "exchange_standing": N_(
        "Headquarters has accepted this installation for {granted} ({granted_role}), and it is enrolled for"
        " {unit} ({role}): what goes beyond that is held there and does not count. Call headquarters, which"
        " says “terren trust accept ID --unit CODE”; or, if the enrolment is wrong, type “terren"
        " correct-enrolment --unit CODE”."
    ),
    "key": N_("The key is there, and the database is the one that it belongs to."),
    "key_nobody": N_("Nobody has enrolled on this database. Enrol with “terren init”, or open Terren."),
    "stick": N_("{folder}: {bytes} free, writes {speed} a second."),
    "stick_slow": N_(
        "{folder}: {bytes} free, writes only {speed} a second. A file may take long; wait until Terren says"
        " that it is whole, or take another stick."
    ),
    "terminal": N_("{columns} columns and {rows} rows."),
    "terminal_none": N_("This is no terminal: the interface cannot open here, and every command works."),
    "terminal_small": N_("{columns} columns and {rows} rows; the interface needs 60 and 20. Make it larger."),
    "update": N_("No newer version of Terren waits."),
    "update_waits": N_("Version {version} of Terren waits: “terren update FOLDER”. {note}"),
    "version": N_("Terren {terren}, Python {python}, SQLite {sqlite}."),
}
"""What is said of it; refusals say themselves."""

BY_KEY: Final = {
    "backup_none": N_("There is no backup. {key} makes one; keep a copy elsewhere."),
    "backup_old": N_("Newest backup: {days}. {key} makes one; keep a copy elsewhere."),
    "exchange_standing": N_(
        "Headquarters has accepted this installation for {granted} ({granted_role}), and it is enrolled for"
        " {unit} ({role}): what goes beyond that is held there and does not count. Call headquarters; or, if"
        " the enrolment is wrong, {key} on the main screen corrects it."
    ),
    "update_waits": N_("Version {version} of Terren waits: {key} on the main screen installs it. {note}"),
}
"""The same on a screen, where a key does what is to be done."""

_BYTES: Final = frozenset({"bytes", "speed"})
_ROLES: Final = frozenset({"role", "granted_role"})
_MOMENTS: Final = frozenset({"at", "newest"})


def subject(code: str) -> str:
    """Return the name of what was looked at."""
    return _(SUBJECTS[code]) if code in SUBJECTS else code


def level(code: str) -> str:
    """Return how it stands, in words."""
    return _(LEVELS[code]) if code in LEVELS else code


def sentence(code: str, params: Mapping[str, object], key: str | None = None) -> str:
    """Return what there is to say of it and to do, on a screen by a ``key``.

    An unknown code is shown with its params.
    """
    if code == "refused":
        inner = params.get("params")
        return message(str(params.get("code")), inner if isinstance(inner, Mapping) else {})
    if code not in CHECKS:
        return bare(code, params)
    shown = {name: _shown(name, value) for name, value in params.items()}
    if key is not None:
        return fill(_(BY_KEY[code]), {**shown, "key": key})
    return fill(in_plan(_(CHECKS[code])), shown)


def size(count: int) -> str:
    """Return bytes in the unit that suits them."""
    if count < 1_000_000:
        return f"{numbers.number(count / 1000)} kB"
    if count < 1_000_000_000:
        return f"{numbers.number(count / 1_000_000, 1)} MB"
    return f"{numbers.number(count / 1_000_000_000, 1)} GB"


def _shown(key: str, value: object) -> object:
    if key in _ROLES and isinstance(value, str):
        return role(value)
    if key in _BYTES and isinstance(value, int):
        return size(value)
    if key in _MOMENTS and isinstance(value, int):
        return dates.datetime(value)
    if key == "day" and isinstance(value, str):
        return dates.date(value)
    if key == "days" and isinstance(value, int):
        return age(value)
    return value
