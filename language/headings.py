"""Which headings of a plan were looked for and found, in words of the current language."""

from __future__ import annotations

from typing import Final

from language import N_, _

HEADINGS: Final[dict[str, str]] = {
    "action": N_("action"),
    "budget": N_("budget"),
    "deadline": N_("deadline"),
    "documents": N_("reference documents"),
    "funding": N_("source of funding"),
    "institution": N_("institution"),
    "institutions": N_("institution"),
    "notes": N_("remarks"),
    "nr": N_("number"),
    "objective": N_("objective"),
    "output": N_("output"),
    "support": N_("supporting institution"),
    "title": N_("action"),
    "year": N_("year"),
}


def headings(names: str) -> str:
    """Headings, parted by commas, in words, each once; none as a dash."""
    words = [name.strip() for name in names.split(",") if name.strip(" -–")]
    told = [_(HEADINGS[word]) if word in HEADINGS else word for word in words]
    return ", ".join(dict.fromkeys(told)) or "–"
