"""Sentences on an enrolment, for the screen and the command line."""

from __future__ import annotations

from language import _, counted
from language.commands import in_plan


def left_behind(of_headquarters: int, accepted: int, decided: int) -> list[str]:
    """Return what a correction does not take along, in sentences.

    So many values are headquarters' word, ``accepted`` senders are to be accepted anew, and ``decided``
    values of the report are others' word.
    """
    words = []
    if of_headquarters:
        words.append(
            counted(
                "{n} value is headquarters' own and is not taken along.",
                "{n} values are headquarters' own and are not taken along.",
                of_headquarters,
            )
        )
    if accepted:
        words.append(
            counted(
                "{n} sender that you accepted is accepted no more: accept it anew, and take its newest file.",
                "{n} senders that you accepted are accepted no more: accept them anew, and take their newest"
                " files.",
                accepted,
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


def correction_after_sending(replica: str, unit: str, role: str) -> str:
    """Return what is left to do where something had been sent under the earlier enrolment, in a ``role``."""
    words = _(
        "Something was sent as {unit}: tell headquarters. It accepts this computer anew, by the check code"
        " of its next file, and revokes the earlier one with “terren trust revoke {id} --from DATE”."
    )
    if role == "headquarters":
        words = _(
            "Something was sent as headquarters: tell every unit. Each accepts this computer anew as"
            " headquarters, by the check code of its next file, and revokes the earlier one with “terren"
            " trust revoke {id} --from DATE”."
        )
    return in_plan(words).format(unit=unit, id=replica[:8])
