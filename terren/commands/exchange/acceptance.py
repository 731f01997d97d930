"""Senders whom nobody has accepted yet: what is said of them, and how a person lets them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import language
from language import N_, _
from store.ledger.identity import ROLES
from store.plan.units import unit_name
from terren.declare import option
from terren.values import Choice

if TYPE_CHECKING:
    from store.exchange.change_sets import Author


def role_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare ``--role``, given to the function as ``role``."""
    return option(
        "--role",
        type=Choice(*ROLES),
        help=N_("The role that is meant; needed to accept headquarters, whose word counts for everybody."),
    )


def unaccepted_form(whom: Author) -> dict[str, Any]:
    """Somebody whom nobody has accepted, as plain data."""
    from sync.wire.grants import fingerprint

    return {
        "id": whom.replica,
        "unit": whom.unit,
        "role": whom.role,
        "officer": whom.officer,
        "fingerprint": fingerprint(whom.public_key),
    }


def waiting_text(whom: Author, reason: str) -> str:
    """Why a file, or a part of it, waits, and how to let it in.

    The code that lets it in is not printed: a person types what another has read out.
    """
    from language.delivery import waiting_reason

    unit = unit_name(whom.unit, language.current())
    why = waiting_reason(reason, whom.role, officer=whom.officer, unit=unit)
    if reason == "revoked":
        how = _(
            "To take this one file all the same, type the check code that its sender reads out to you: terren"
            " inbox --take CODE. What was recorded from the day of the revocation on stays held."
        )
        return f"{why} {how}"
    return f"{why} {how_to_accept(whom)}"


def how_to_accept(whom: Author) -> str:
    """What to do, and to type, to accept somebody."""
    if whom.role == "headquarters":
        text = _(
            "Call headquarters, have its fingerprint read out, and type what you hear: terren trust accept"
            " FINGERPRINT --role headquarters"
        )
    else:
        text = _(
            "Call {officer}, {unit}, have the fingerprint read out, and type what you hear: terren trust"
            " accept FINGERPRINT"
        )
    return text.format(officer=whom.officer, unit=unit_name(whom.unit, language.current()))
