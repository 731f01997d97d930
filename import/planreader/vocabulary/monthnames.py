"""Months as the formats of a workbook spell them, in the language that the format or the sheet tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "sq": (
        "janar", "shkurt", "mars", "prill", "maj", "qershor",
        "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor",
    ),
    "sr": (
        "januar", "februar", "mart", "april", "maj", "jun",
        "jul", "avgust", "septembar", "oktobar", "novembar", "decembar",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_LOCALE: Final = re.compile(r"\[\$[^\]]*-[0-9a-f]*?([0-9a-f]{3,4})\]", re.IGNORECASE)
_LANGUAGES: Final[Mapping[str, str]] = {
    "41c": "sq", "241a": "sr", "181a": "sr", "81a": "sr", "2c1a": "sr", "409": "en", "809": "en",
}  # fmt: skip
"""Windows' numbers of languages: Albanian, Serbian in Latin letters, English."""
_SHORT: Final = 3
"""Letters of a month's short form."""


def dated(day: date, number_format: str, language: str = "") -> str | None:
    """A date whose format spells the month out, ``June 2024`` or ``15 June 2024``; None of any other format.

    ``language`` counts where the format names none; without either there is no name.
    """
    letters = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format.lower())
    found = _LOCALE.search(number_format)
    code = found[1].lower().lstrip("0") if found is not None else ""
    names = _NAMES.get(_LANGUAGES.get(code, language))
    if "mmm" not in letters or names is None:
        return None
    name = names[day.month - 1] if "mmmm" in letters else names[day.month - 1][:_SHORT]
    shown = [str(day.day)] * ("d" in letters) + [name] + [str(day.year)] * ("y" in letters)
    return " ".join(shown)
