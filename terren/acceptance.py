"""Senders whom nobody has accepted yet: what is said of them, and how a person lets them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import language
from language import N_, _
from store.units import unit_name
from terren.declare import option

if TYPE_CHECKING:
    from store.exchange import Author


def role_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare ``--role``, given to the function as ``role``."""
    return option(
        "--role",
        metavar="field|headquarters",
        help=N_("The role that is meant; needed to accept headquarters, whose word counts for everybody."),
    )


def unaccepted_form(whom: Author) -> dict[str, Any]:
    """Somebody whom nobody has accepted, as plain data."""
    from sync.grants import fingerprint

    return {
        "id": whom.replica,
        "unit": whom.unit,
        "role": whom.role,
        "officer": whom.officer,
        "fingerprint": fingerprint(whom.public_key),
    }


def waiting_text(whom: Author, reason: str, check_code: str) -> str:
    """Why a file, or a part of it, waits, and how to let it in."""
    from language.standing import waiting

    unit = unit_name(whom.unit, language.current())
    why = waiting(reason, whom.role, officer=whom.officer, unit=unit)
    if reason == "revoked":
        how = _(
            "To take this one file all the same: terren inbox --take {code}. What was recorded from the day"
            " of the revocation on stays held."
        )
        return f"{why} {how.format(code=check_code)}"
    return f"{why} {how_to_accept(whom)}"


def how_to_accept(whom: Author) -> str:
    """What to do, and to type, to accept somebody."""
    from sync.grants import fingerprint

    if whom.role == "headquarters":
        text = _(
            "Call headquarters and compare the fingerprint, then:"
            " terren trust accept {fingerprint} --role headquarters"
        )
    else:
        text = _(
            "Call {officer}, {unit}, and compare the fingerprint, then: terren trust accept {fingerprint}"
        )
    return text.format(
        officer=whom.officer,
        unit=unit_name(whom.unit, language.current()),
        fingerprint=fingerprint(whom.public_key),
    )
