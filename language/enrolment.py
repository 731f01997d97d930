"""Sentences on an enrolment, for the screen and the command line."""

from __future__ import annotations

from language import _, counted


def carried_over(accepted: int, forgotten: int, decided: int) -> list[str]:
    """Return what a correction does with acceptances and with what others have set, in sentences.

    ``accepted`` stay accepted, ``forgotten`` do not; ``decided`` values are not recorded anew.
    """
    words = []
    if accepted:
        words.append(
            counted(
                "{n} sender that you accepted stays accepted; what it sent is taken again.",
                "{n} senders that you accepted stay accepted; what they sent is taken again.",
                accepted,
            )
        )
    if forgotten:
        words.append(
            counted(
                "In another role {n} sender that you accepted is not: accept it anew and take its files.",
                "In another role {n} senders that you accepted are not: accept them anew, take their files.",
                forgotten,
            )
        )
    if decided:
        words.append(
            counted(
                "{n} value of your report is set by others or in conflict and is not recorded anew.",
                "{n} values of your report are set by others or in conflict and are not recorded anew.",
                decided,
            )
        )
    return words


def correction_after_sending(replica: str, unit: str) -> str:
    """Return what is left to do where something had been sent under the earlier enrolment."""
    words = _(
        "Something was sent as {unit}: tell headquarters. It accepts this laptop anew, by the check code of"
        " its next file, and takes the earlier word away with “terren trust revoke {id} --from DATE”."
    )
    return words.format(unit=unit, id=replica[:8])
