"""Senders: what is said of those whom nobody has accepted yet, and how a person lets them in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from language import _, counted, dates
from language.commands import in_plan
from store.ledger.identity import ROLES
from terren import asking, output
from terren.declare import option
from terren.shapes import shaped
from terren.values import WordChoice
from terren.words import unit_words

if TYPE_CHECKING:
    from store.exchange.change_sets import Author
    from store.exchange.held_files import HeldFile
    from store.exchange.trust import Grant
    from sync.trust.backup_grants import GrantDifference


ROLE: Final = option(
    "The role that is meant; needed to accept headquarters, whose word counts for everybody.",
    type=WordChoice(*ROLES),
)
"""That of somebody who is accepted."""


def role_word(role: str) -> str:
    """Return the role of a sender in a list."""
    return _("headquarters") if role == "headquarters" else _("field")


def sender_form(sender: Author | Grant, form: str = "sender", **more: Any) -> dict[str, Any]:
    """Return who sends, accepted or not, as plain data; ``form`` is one that has more keys."""
    from sync.wire.grants import fingerprint

    return shaped(form, sender, fingerprint=fingerprint(sender.public_key), **more)


def held_form(file: HeldFile, form: str = "held_file", **more: Any) -> dict[str, Any]:
    """Return a file that waits for a person as plain data; ``form`` is one that has more keys."""
    from sync.wire.check_code import check_code

    return shaped(form, file, check_code=check_code(file.sha256), **more)


def waiting_text(sender: Author, reason: str) -> str:
    """Return why a file, or a part of it, waits, and how to let it in.

    The code that lets it in is not printed: a person types what another has read out.
    """
    from language.delivery import waiting_reason

    unit = unit_words(sender.unit)
    why = waiting_reason(reason, sender.role, officer=sender.officer, unit=unit)
    if reason == "revoked":
        how = _(
            "To take this one file all the same, type the check code that its sender reads out to you: terren"
            " inbox --take CODE. What was recorded from the day of the revocation on stays held."
        )
        return f"{why} {in_plan(how)}"
    return f"{why} {how_to_accept(sender)}"


def how_to_accept(sender: Author) -> str:
    """Return what to do, and to type, to accept somebody."""
    if sender.role == "headquarters":
        text = _(
            "Call headquarters, have its fingerprint read out, and type what you hear: terren trust accept"
            " FINGERPRINT --role headquarters"
        )
    else:
        text = _(
            "Call {officer}, {unit}, have the fingerprint read out, and type what you hear: terren trust"
            " accept FINGERPRINT"
        )
    return in_plan(text).format(officer=sender.officer, unit=unit_words(sender.unit))


def listed_senders(senders: Iterable[Author | Grant]) -> list[str]:
    """Return those whom a folder names, each with its fingerprint, to compare before anybody is accepted."""
    from sync.wire.grants import fingerprint

    heads = (_("Unit"), _("Role"), _("Officer"), _("Fingerprint"))
    rows = [
        (unit_words(sender.unit), role_word(sender.role), sender.officer, fingerprint(sender.public_key))
        for sender in senders
    ]
    return list(output.columns(heads, rows, texts=4, cut=0))


def listed_differences(differing: Iterable[GrantDifference]) -> list[str]:
    """Return whom a backup accepts otherwise than it stands here: what it says, and what stands."""
    heads = (_("Backup"), _("Fingerprint"), _("Here"), _("Fingerprint"))
    rows = [
        (
            *_standing(difference.grant),
            *(("–", "") if difference.standing is None else _standing(difference.standing)),
        )
        for difference in differing
    ]
    return list(output.columns(heads, rows, texts=4, cut=0))


def _standing(grant: Grant) -> tuple[str, str]:
    from sync.wire.grants import fingerprint

    words = [grant.officer, unit_words(grant.unit), role_word(grant.role)]
    if grant.revoked_from:
        words.append(_("revoked from {day}").format(day=dates.date(grant.revoked_from)))
    return ", ".join(words), fingerprint(grant.public_key)


def typed_number(n: int) -> int | None:
    """Return the number that a person answers who has read the list; None where it is no number."""
    typed = (
        asking.asked(
            counted(
                "Accept this {n} sender? Compare the fingerprint, then type 1:",
                "Accept these {n} senders? Compare the fingerprints, then type how many they are:",
                n,
            )
        )
        or ""
    )
    return int(typed) if typed.isascii() and typed.isdigit() else None


def accepted_text(grant: Grant) -> str:
    """Return that somebody was accepted, and for which unit."""
    from sync.wire.grants import fingerprint

    unit, key = unit_words(grant.unit), fingerprint(grant.public_key)
    if grant.role == "headquarters":
        text = _("Accepted as headquarters: {officer}, {unit}, fingerprint {fingerprint}.")
    else:
        text = _("Accepted: {officer}, for {unit}, fingerprint {fingerprint}.")
    return text.format(officer=grant.officer, unit=unit, fingerprint=key)
