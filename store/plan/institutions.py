"""Institutions that the reference data names: how they are written in three languages."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from store.db.text import fold

_LANGUAGES: Final = ("sq", "sr", "en")
_CYRILLIC: Final = "sr-Cyrl"
_VALUE: Final = re.compile(r"^(\w+) = (\".*\"|\[.*\])$", re.MULTILINE)

_Forms = Mapping[str, tuple[str, ...]]
"""Ways to write an institution by language, of which the first shows; a language may lack them."""


class ReferenceInstitution(NamedTuple):
    """How an institution is written in each language."""

    names: _Forms
    abbreviations: _Forms

    def spellings(self) -> Iterator[str]:
        """Yield all that it is called in any language."""
        for kind in (self.abbreviations, self.names):
            for forms in kind.values():
                yield from forms


def words_of_name(text: str) -> str:
    """Return the words of a name, folded: equal however it is spelled."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def reference_table(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entries of a table of the reference data, each with its key.

    Values on one line are read, which JSON writes alike: a reader of TOML would hold up the first screen.
    """
    text = (Path(__file__).parent / "reference" / f"{name}.toml").read_text("utf-8")
    for entry in re.split(r"^\[", text, flags=re.MULTILINE)[1:]:
        yield entry.partition("]")[0], {key: json.loads(value) for key, value in _VALUE.findall(entry)}


@lru_cache(maxsize=1)
def _institutions() -> tuple[ReferenceInstitution, ...]:
    """Return all institutions, those with an abbreviation first."""
    glossary = dict(reference_table("glossary"))
    abbreviated = []
    for acronym, entry in glossary.items():
        short = {"sq": acronym, "sr": entry["sr_abbr"], "en": entry["en_abbr"]}
        # the acronym by which plans mean one institution never shows for another
        forms = {code: (of,) for code, of in short.items() if of and (of == acronym or of not in glossary)}
        abbreviated.append(ReferenceInstitution(_names(entry), forms))
    written_out = [entry for table in ("institution_names", "bodies") for _, entry in reference_table(table)]
    return (
        *abbreviated,
        *(ReferenceInstitution(_names(entry), {}) for entry in written_out if "sq" in entry),
    )


def _names(entry: Mapping[str, Any]) -> _Forms:
    names = {code: (entry[code],) for code in _LANGUAGES}
    return names | {"sq": (entry["sq"], *entry.get("seed", ()))}


@lru_cache(maxsize=1)
def _by_words() -> Mapping[str, ReferenceInstitution]:
    """Return institutions by the words of each spelling.

    A spelling means what the plan's acronyms and the names say; another abbreviation none where several have
    it: KP is the police in English, and the office of the prime minister in Serbian.
    """
    by_words: dict[str, ReferenceInstitution] = {}
    for institution in _institutions():
        for spelling in (*institution.abbreviations.get("sq", ()), *sum(institution.names.values(), ())):
            by_words.setdefault(words_of_name(spelling), institution)
    others = defaultdict[str, list[ReferenceInstitution]](list)
    for institution in _institutions():
        for spelling in sum(institution.abbreviations.values(), ()):
            others[words_of_name(spelling)].append(institution)
    alone = {words: of[0] for words, of in others.items() if all(other is of[0] for other in of)}
    return alone | by_words


def spelled_out(words: str) -> str:
    """Return a name by its folded words, with its accents and capitals; empty where nobody knows it."""
    return next((of for of in institution_spellings(words) if words_of_name(of) == words), "")


def institution_spellings(name: str) -> tuple[str, ...]:
    """Return all that an institution is called in any language; nothing where nobody knows it."""
    institution = _by_words().get(words_of_name(name))
    return () if institution is None else tuple(dict.fromkeys(institution.spellings()))


def full_name(name: str, language: str) -> str | None:
    """Return the full name of an institution in a language; None where it is not known."""
    institution = _by_words().get(words_of_name(name))
    if institution is None:
        return None
    return _in_script(institution.names[language.partition("-")[0]][0], institution, language, is_name=True)


@lru_cache(maxsize=4096)
def name_in_language(name: str, language: str) -> str:
    """Return an institution in a language: an abbreviation by its abbreviation, a name by its name.

    What is written in that language stays as it is, and so does what nobody knows.
    """
    words, code = words_of_name(name), language.partition("-")[0]
    institution = _by_words().get(words)
    if institution is None:
        return name
    is_name = words in map(words_of_name, sum(institution.names.values(), ()))
    forms = (institution.names if is_name else institution.abbreviations).get(code, ())
    if not forms:
        return name
    written = name if words in map(words_of_name, forms) else forms[0]
    return _in_script(written, institution, language, is_name=is_name)


def _in_script(text: str, institution: ReferenceInstitution, language: str, *, is_name: bool) -> str:
    """Return Serbian in the script that is read; what is abbreviated of another language stays in Latin."""
    if language != _CYRILLIC:
        return text
    from language.scripts import cyrillic

    serbian, english = institution.names["sr"][0], institution.names["en"][0]
    if not is_name:
        is_serbian = text not in serbian and re.match(".*".join(text), serbian, re.IGNORECASE)
        return cyrillic(text, "") if is_serbian else text
    return cyrillic(text, english if serbian == english else " ".join(re.findall(r"\b[A-Z]{2,}\b", english)))
