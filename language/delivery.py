"""What waits or is missing of the exchange with headquarters, in words of the current language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from language import _, counted
from language.dates import age
from language.numbers import NOTHING, figure, number
from language.registers import change_state


def new_changes(new: int, of_others: Mapping[str, int]) -> str:
    """Return how many new changes a file brought, and how many of them are of other units than its sender."""
    words = counted("{n} new change", "{n} new changes", new)
    if not of_others:
        return words
    units = ", ".join(f"{unit} {number(n)}" for unit, n in of_others.items())
    return _("{changes}, of them {units}").format(changes=words, units=units)


def waiting_reason(reason: str, role: str, *, officer: str, unit: str) -> str:
    """Return why a file waits for the acceptance of somebody, who claims a ``role``."""
    if reason == "revoked":
        text = _("held: the key of {officer}, {unit}, has been revoked.")
    elif reason == "author":
        text = _("held: changes by {officer}, {unit}, who is not accepted yet.")
    elif role == "headquarters":
        text = _(
            "held: it says that headquarters ({officer}, {unit}) wrote it, which is not accepted here yet."
        )
    else:
        text = _("held: its sender is not accepted yet.")
    return text.format(officer=officer, unit=unit)


def unsent_words(unsent: int, *, to_server: bool) -> str:
    """Return how many own changes are not sent, or do not lie on the server through which one exchanges."""
    if to_server:
        return counted(
            "{n} change is not on the server yet.", "{n} changes are not on the server yet.", unsent
        )
    return counted("{n} change is not sent yet.", "{n} changes are not sent yet.", unsent)


class ReceivedFile(Protocol):
    """The file that brought one of two histories."""

    @property
    def name(self) -> str:
        """Return the name of the file."""

    @property
    def officer(self) -> str:
        """Return who sent it."""


def two_histories(
    replica: str, first: int, officer: str, *, carrier: ReceivedFile | None, recorded_by: ReceivedFile | None
) -> str:
    """Return the message that two histories of a replica differ from change ``first`` on.

    ``carrier`` brought the one, ``recorded_by`` the other; None stands for this laptop.
    """
    from language.messages import message

    here = _("this computer")
    params = {
        "replica": replica[:8],
        "seq": first,
        "file": here if carrier is None else carrier.name,
        "officer": officer if carrier is None else carrier.officer,
        "other": here if recorded_by is None else f"{recorded_by.name} ({recorded_by.officer})",
    }
    return message("changeset_fork", params)


def missing_changes(first: int, last: int, *, officer: str, unit: str, replica: str) -> str:
    """Return which changes are missing of whom."""
    words = _(
        "Waiting for changes {first} to {last} of {officer}, {unit}, computer {replica}: a later file brings"
        " them."
    )
    return words.format(first=first, last=last, officer=officer or "?", unit=unit or "?", replica=replica[:8])


def owed_words(owed: int, returned: int) -> str:
    """Return how many reports are owed, and how many of them because they were returned."""
    words = counted("{n} report is outstanding", "{n} reports are outstanding", owed)
    if not returned:
        return words
    return f"{words}, {counted('{n} of them returned', '{n} of them returned', returned)}"


def arrived_words(arrived: int, asked: int, owed: int, returned: int) -> str:
    """Return how many of the reports that are asked for have arrived, are missing, and were returned."""
    words = [_("{n} of {total} reports have arrived").format(n=number(arrived), total=number(asked))]
    if missing := owed - returned:
        words.append(counted("{n} still outstanding", "{n} still outstanding", missing))
    if returned:
        words.append(counted("{n} returned", "{n} returned", returned))
    return ", ".join(words)


def sent_words(state: str, days: int, *, receipt: bool) -> str:
    """Return how far a file that was written ``days`` ago has got; a dash where nobody confirms it.

    Without a ``receipt`` nothing is said of the file, whatever has come of its changes.
    """
    if state == "in_file":
        return _("without a receipt ({age})").format(age=age(days))
    if state == "accepted" and not receipt:
        return _("its changes confirmed, not the file")
    return change_state(state) if state else NOTHING


def by_form_words(person: str, file: str, fields: Iterable[str], *, paper: bool) -> str:
    """Return that headquarters took what stands in fields from a form, and by whom it was filled in.

    Of a ``paper`` form the file is the code on its pages.
    """
    words = _("by form from {person} ({file}), not confirmed by a file of the unit: {fields}")
    if paper:
        words = _("by paper form from {person} ({file}), not confirmed by a file of the unit: {fields}")
    return words.format(person=figure("name", person), file=figure("name", file), fields=", ".join(fields))


def attachments_came(came: int, no_room: int, lacking: int, waiting: int = 0) -> Iterator[str]:
    """Yield how many attachments came, had no room, wait for the next visit, and are asked for still."""
    if came:
        yield counted("{n} attachment came.", "{n} attachments came.", came)
    if no_room:
        yield counted(
            "{n} attachment had no room here and was left behind. Free some space, then exchange again.",
            "{n} attachments had no room here and were left behind. Free some space, then exchange again.",
            no_room,
        )
    if waiting:
        yield counted(
            "{n} attachment lies there still: there are many of one unit. Exchange again.",
            "{n} attachments lie there still: there are many of one unit. Exchange again.",
            waiting,
        )
    if lacking:
        yield counted(
            "{n} attachment is not here. The next file that is written asks for it.",
            "{n} attachments are not here. The next file that is written asks for them.",
            lacking,
        )


def attachments_go(lying: int, left: int) -> Iterator[str]:
    """Yield how many attachments lie beside the files for others, and how many were left behind."""
    if lying:
        yield counted("{n} attachment goes along.", "{n} attachments go along.", lying)
    if left:
        yield counted(
            "{n} attachment was left behind for want of room. It goes with the next file.",
            "{n} attachments were left behind for want of room. They go with the next file.",
            left,
        )


def redacted_words(changes: int, left: int, kept_by: Sequence[str]) -> Iterator[str]:
    """Yield how many texts of an entry were redacted, and what to do where more are ``left``, or where other
    evidence keeps an attachment of it."""
    yield counted(
        "Redacted: {n} text. It goes elsewhere with your next files.",
        "Redacted: {n} texts. They go elsewhere with your next files.",
        changes,
    )
    if left:
        yield counted(
            "{n} older text of it is left: redact it once more.",
            "{n} older texts of it are left: redact it once more.",
            left,
        )
    if kept_by:
        yield _(
            "Its attachment stays here, since other evidence names it: {entries}. Redact that as well."
        ).format(entries=", ".join(kept_by))
