"""Who reports: the 38 municipalities and the institutions that a plan names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from store.db.errors import UserError
from store.db.likeness import nearest
from store.db.text import fold, latin, sought
from store.plan.institutions import full_name, institution_spellings, name_in_language, spelled_out
from store.plan.municipality_names import declined, inflected, shortened

_MUNICIPALITY: Final = frozenset({"komuna", "opstina", "municipality"})
_MUNICIPALITIES: Final = frozenset({"komunat", "opstine", "municipalities"})
_ALL: Final = frozenset({"te", "gjitha", "sve", "all", "the"})
_QUOTES: Final = re.compile(r"(?<!\w)['’‘‚]|['’‘](?!\w)|[\"“”„‟«»‹›″]")
_KINDS: Final = re.compile(
    "ad|doo|dz|jkp|jp|ju|jvp|jou|jzu|kmdk|kru|krm|ku|ngo|np|npl|nvo|ojf|ojq|oou|os|pe|puc|qkmf|qmf|"
    "shfmu|shml|shmu|sou|ss"
)
"""What many bodies are, folded: companies, schools, health centres. Words behind it say which is meant."""
_BETWEEN: Final = re.compile(r"(\s*[()/,;]\s*|\s+[-–]\s+)")
"""What parts the institutions of one name: ``UNHCR/CRPK``, ``MPB (DSP)``, ``MPB - DSP``."""
MUNICIPALITIES: Final = "municipalities"
"""The lead of actions that the municipalities together lead."""
MAX_CODE: Final = 100
"""Characters of a code: what is printed may be a whole sentence, and each change of a unit bears its code."""


class Municipality(NamedTuple):
    """A municipality: its code of two digits, its names, other names in use, and the official ones.

    ``sr`` is in Latin script, ``sr_cyrl`` the same in Cyrillic.
    """

    code: str
    sq: str
    sr: str
    sr_cyrl: str
    aliases: tuple[str, ...]
    official: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def municipalities() -> tuple[Municipality, ...]:
    """Return the 38 municipalities of Kosovo in the order of their codes."""
    path = Path(__file__).parent / "reference" / "municipalities.csv"
    # no cell holds a comma or a quote, and loading a reader of tables would hold up the first screen
    heads, *cells = (line.split(",") for line in path.read_text("utf-8").splitlines())
    return tuple(
        Municipality(
            row["code"],
            row["sq"],
            row["sr"],
            row["sr_cyrl"],
            tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
            (row["sq_official"], row["sr_official"]),
        )
        for row in (dict(zip(heads, line, strict=True)) for line in cells)
    )


@lru_cache(maxsize=1)
def municipality_codes() -> tuple[str, ...]:
    """Return the codes of the municipalities in their order."""
    return tuple(municipality.code for municipality in municipalities())


@lru_cache(maxsize=1)
def _municipality_names() -> dict[str, str]:
    """Return codes by every folded name that means one municipality."""
    return {
        fold(spelling): m.code
        for m in municipalities()
        for of in (m.sq, *m.aliases)
        for whole in (*inflected(of, m.official[0]), *declined(m.sr), *m.official, m.sr, of)
        for name in (whole, *shortened(whole))
        for spelling in (name, name.casefold().replace("đ", "dj"))
    }


def unit_code(institution: str) -> str:
    """Return the code under which an institution reports: its acronym, else its folded name.

    ``MPB (DSP)`` and ``MPB - DSP`` report as ``MPB``, ``Avokati i Popullit`` as ``avokati-i-popullit``, a
    single word (``Frontex``) in capitals like an acronym, and a municipality by its code. Words right behind
    an acronym are of its name, in quotation marks or not: ``JP Putevi Srbije``, ``KRU “Hidrodrini”``; behind
    what many bodies are, whatever parts them: ``JKP - Vodovod``. Both scripts name one unit: ``МУП`` is
    ``MUP``.
    """
    if (municipality := _municipality_code(institution)) is not None:
        return municipality
    name = _QUOTES.sub("", latin(institution))
    outside = re.sub(r"\([^)]*\)?", " ", name)
    words = re.findall(r"\w+", outside) or re.findall(r"\w+", name)
    is_name = re.match(r"\W*\w+\s+\w", outside) is not None
    if words and words[0].isupper() and _KINDS.fullmatch(fold(words[0])):
        words, is_name = re.findall(r"\w+", name), True
    if words and (len(words) == 1 or (len(words[0]) > 1 and words[0].isupper() and not is_name)):
        return str(words[0]).upper()[:MAX_CODE]
    return "-".join(fold(word) for word in words)[:MAX_CODE]


def _municipality_code(name: str) -> str | None:
    """Return the municipality that a name means: "Pejë", "Komuna e Pejës", "Opština Peć"."""
    folded, codes = fold(name), _municipality_names()
    words = folded.split(" ")
    bare = words[2:] if words[1:2] in (["e"], ["of"]) else words[1:]
    return codes.get(folded) or (codes.get(" ".join(bare)) if words[0] in _MUNICIPALITY else None)


def _municipality_words(institution: str) -> list[str]:
    words = re.findall(r"\w+", fold(institution))
    while words and words[0] in _ALL:
        del words[0]
    return words


def means_municipalities(institution: str) -> bool:
    """Return True if a printed institution stands for every municipality: "Komunat", "Sve opštine"."""
    words = _municipality_words(institution)
    return words[:1] != [] and (words[0] in _MUNICIPALITIES or means_any_municipality(institution))


def means_any_municipality(institution: str) -> bool:
    """Return True if a printed institution is one municipality without a name: "Komuna"."""
    words = _municipality_words(institution)
    return len(words) == 1 and words[0] in _MUNICIPALITY


@lru_cache(maxsize=4096)
def unit_codes(institution: str) -> tuple[str, ...]:
    """Return the codes of all units that one printed institution names: ``UNHCR/CRPK`` names two."""
    parts = [part.strip() for part in institution.split("/")]
    if len(parts) > 1 and all(re.fullmatch(r"\w{2,}\W*", part) for part in parts):
        return tuple(dict.fromkeys(code for part in parts for code in unit_codes(part)))
    if means_municipalities(institution):
        return municipality_codes()
    code = unit_code(institution)
    return (code,) if code else ()


@lru_cache(maxsize=4096)
def lead_code(institution: str) -> str:
    """Return the code under which an institution is counted as lead: one for all of its spellings.

    Of several units in one name ("UNHCR/CRPK") the first leads.
    """
    if means_municipalities(institution):
        return MUNICIPALITIES
    codes = unit_codes(institution)
    return codes[0] if codes else ""


def expected_units(institutions: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the units that an action's institutions expect a report from, each once."""
    return tuple(dict.fromkeys(code for institution in institutions for code in unit_codes(institution)))


@lru_cache(maxsize=4096)
def institution_name(printed: str, language: str) -> str:
    """Return an institution that a plan prints, or several of them, as it is called in a language.

    What is printed in that language stays as printed, and so does what the reference data does not know.
    """
    if (code := _municipality_code(printed)) is not None:
        is_own = fold(printed).startswith(fold(name_in_language("Komuna", language)))
        return printed if is_own and language != "sr-Cyrl" else unit_name(code, language)
    whole = name_in_language(printed, language)
    if whole != printed:
        return whole
    parts = enumerate(_BETWEEN.split(printed))
    return "".join(part if n % 2 else name_in_language(part, language) for n, part in parts)


def institution_names(printed: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the institutions of a cell as they are called in a language."""
    return tuple(institution_name(name, language) for name in printed)


@lru_cache(maxsize=4096)
def every_name(printed: str) -> str:
    """Return an institution as it is printed and as it is called in each language, to be searched."""
    return " ".join(
        dict.fromkeys((printed, *(institution_name(printed, code) for code in ("sq", "sr", "en"))))
    )


def unit_name(code: str, language: str, printed: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a unit as people call it: a municipality by its name, an institution by its acronym or its name.

    ``printed`` are names by code as the plan has them (:func:`names_of_codes`): its spelling of a name in
    that language. A code that was folded from a name that nobody knows is made readable again, if without its
    accents.
    """
    for municipality in municipalities():
        if municipality.code == code:
            return {"sr": municipality.sr, "sr-Cyrl": municipality.sr_cyrl}.get(language, municipality.sq)
    return institution_name(printed_name(code, printed), language)


def printed_name(code: str, printed: Mapping[str, str]) -> str:
    """Return an institution as the plan has it; one that it does not name by a readable form of its code."""
    words = code.replace("-", " ")
    return printed.get(code) or (code if code == code.upper() else spelled_out(words) or words.capitalize())


def full_unit_name(code: str, language: str) -> str | None:
    """Return the full name of an institution in a language; None where it is not known."""
    return full_name(code.replace("-", " "), language)


def names_of_codes(institutions: Iterable[str]) -> dict[str, str]:
    """Return the names behind codes that are none: those folded from a printed name."""
    names: dict[str, str] = {}
    for institution in institutions:
        if (code := unit_code(institution)) != code.upper():
            names.setdefault(code, institution)
    return names


def known_units(institutions: Iterable[str]) -> tuple[str, ...]:
    """Return all codes to enrol as: the municipalities, then the institutions of the plan, sorted."""
    codes = municipality_codes()
    others = {code for institution in institutions for code in unit_codes(institution)}.difference(codes)
    return (*codes, *sorted(others))


def search_units(text: str, institutions: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of units in whose code or name a word begins with ``text``; those that begin so first.

    An institution is found by its name and its abbreviation in any of the languages as well.
    """
    wanted = sought(text)
    printed = tuple(institutions)
    named = {code: [name] for code, name in names_of_codes(printed).items()}
    named |= {m.code: [m.sq, m.sr, *m.aliases] for m in municipalities()}
    # not inside a word: "Çela" would be the Serbian for an office, "kancelarija"
    begins = re.compile(rf"(?<!\w){re.escape(wanted)}")
    matching: list[tuple[bool, str]] = []
    for code in known_units(printed):
        names = [sought(name) for name in (code, *named.get(code, ()), *_spellings(code))]
        if any(begins.search(name) for name in names):
            matching.append((not any(name.startswith(wanted) for name in names), code))
    return tuple(code for _, code in sorted(matching, key=lambda item: item[0]))


def _spellings(code: str) -> tuple[str, ...]:
    return institution_spellings(code.replace("-", " "))


@lru_cache(maxsize=1)
def _beginnings() -> dict[str, tuple[Municipality, ...]]:
    """Return the municipalities by each row of folded words that a name of theirs begins with."""
    beginnings: dict[str, dict[str, Municipality]] = defaultdict(dict)
    for m in municipalities():
        for name in (m.sq, m.sr, *m.aliases):
            for beginning in accumulate(fold(name).split(), "{} {}".format):
                beginnings[beginning][m.code] = m
    return {beginning: tuple(meant.values()) for beginning, meant in beginnings.items()}


@lru_cache(maxsize=4)
def _codes_by_name(institutions: tuple[str, ...]) -> Mapping[str, str]:
    """Return the codes of all units by folded code, and of municipalities without its first zero."""
    names = {fold(code): code for code in known_units(institutions)}
    return names | {m.code.lstrip("0"): m.code for m in municipalities()}


def resolve_unit(text: str, institutions: Iterable[str]) -> str:
    """Return the code that ``text`` means: a code, or a name or abbreviation in any of the languages.

    Raises UserError ``unit_unknown`` with the nearest names, or ``unit_ambiguous`` where the names of several
    municipalities begin with it, or an abbreviation is that of several institutions.
    """
    wanted = fold(text)
    if len(several := _beginnings().get(wanted, ())) > 1:
        raise UserError("unit_ambiguous", found=text, known=[f"{m.code} {m.sq}" for m in several])
    names = _codes_by_name(tuple(institutions))
    if (code := names.get(wanted) or names.get(fold(unit_code(text)))) is not None:
        return code
    codes = tuple(dict.fromkeys(names.values()))
    called = {of: code for code in reversed(codes) if wanted in map(fold, of := _spellings(code))}
    if len(called) > 1:
        known = [f"{code} {full_unit_name(code, 'sq')}" for code in called.values()]
        raise UserError("unit_ambiguous", found=text, known=sorted(known))
    if called:
        return next(iter(called.values()))
    shown = [name for m in municipalities() for name in (m.sq, m.sr)] + list(codes)
    named = [code for code in codes if code not in municipality_codes()]
    raise UserError("unit_unknown", found=text, nearest=nearest(text, shown), known=named)
