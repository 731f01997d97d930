"""Sentences on an enrolment, for the screen and the command line."""

from __future__ import annotations

from language import _


def correction_after_sending(replica: str, unit: str) -> str:
    """Return what is left to do where something had been sent under the earlier enrolment."""
    words = _(
        "Something was sent as {unit}: tell headquarters. It accepts this laptop anew, by the check code of"
        " its next file, and takes the earlier word away with “terren trust revoke {id} --from DATE”."
    )
    return words.format(unit=unit, id=replica[:8])
