"""The catalogs and the guides say the same thing by the same word, to everybody in the same form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Message

from language import LANGUAGES, SOURCE
from language.build import ROOT, TRANSLATED, messages, read, template

QUOTES = {"sq": ("„", "“"), "sr": ("„", "“"), "sr-Cyrl": ("„", "“"), "en": ("“", "”")}
"""How a quotation opens and closes."""

DEMANDS = {"sq": r"\w+(?<!io)(?<!ekra)ni", "sr": r"\w+[ij]te"}
"""How a word ends that asks a person to do something."""


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def texts_of(code: str) -> list[str]:
    if code == SOURCE:
        ids = (message.id for message in messages(template()))
        return [text for id in ids for text in ((id,) if isinstance(id, str) else id)]
    return [string for message in messages(read(code)) for string in strings(message)]


def _rows(heading: str) -> list[list[str]]:
    """Return the rows of the table below a heading of docs/terms.md."""
    page = (ROOT / "docs" / "terms.md").read_text("utf-8")
    section = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines[2:]]


def _pattern(words: str) -> re.Pattern[str]:
    """Return what finds any of the words that commas part; a star is the rest of a word."""
    forms = [re.escape(word).replace(r"\*", r"[\w']*").replace(r"\ ", r"\s+") for word in words.split(", ")]
    return re.compile(rf"(?<!\w)({'|'.join(forms)})(?!\w)" if words else "(?!)", re.IGNORECASE)


def misused(code: str, texts: list[str]) -> list[tuple[str, str, str]]:
    """Return each word that is not used, what is said instead, and the text in which it stands."""
    misuses = []
    for language, words, allowed, instead in _rows("Words that are not used"):
        word, right = _pattern(words), _pattern(allowed)
        for text in texts if language == code else ():
            if match := word.search(right.sub("", text)):
                misuses.append((match[0], instead, text))
    return misuses


def guides(code: str) -> list[str]:
    """Return the paragraphs of the guides in a language; of the English pages those that are translated."""
    paths = sorted((ROOT / "docs").glob(f"*.{TRANSLATED[0] if code == SOURCE else code}.md"))
    if code == SOURCE:
        paths = [path.with_name(f"{path.name.partition('.')[0]}.md") for path in paths]
    pages = "\n\n".join(path.read_text("utf-8") for path in paths)
    return re.sub(r"```.*?```|`[^`]*`", "``", pages, flags=re.DOTALL).split("\n\n")


def misquoted(code: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts in which a quotation is not of the language's kind."""
    opening, closing = QUOTES[code]
    quotation = re.compile(rf"{opening}[^{opening}{closing}]*{closing}")
    yield from (text for text in texts if re.search("[„“”‘’«»]", quotation.sub("", text)))


def _impolite(code: str) -> Iterator[str]:
    """Yield labels of keys that speak to the person: they say "save", as buttons do."""
    for message in messages(read(code)):
        if all(place.startswith("tui/commands/") for place, _line in message.locations):
            yield from (text for text in strings(message) if re.match(rf"{DEMANDS[code]}\b", text))


_COMMAND = re.compile(r"terren(?: -*[a-z][a-z-]*)+(?: -*[\w.-]+)*|--[a-z]+[ =][A-Z][\w.=]+")
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b")


def unnamed(code: str) -> Iterator[tuple[str, str]]:
    """Yield each word in capitals of a command that a translation calls otherwise than help does."""
    for message in messages(read(code)):
        original = message.id if isinstance(message.id, str) else message.id[0]
        wanted = {word for command in _COMMAND.findall(original) for word in _PLACEHOLDER.findall(command)}
        for text in strings(message):
            yield from ((word, text) for word in sorted(wanted) if text and word not in text)


def faults() -> Iterator[str]:
    """Yield what is said otherwise than everywhere else, by catalog and guide."""
    for code in LANGUAGES:
        texts = texts_of(code)
        for text in misquoted(code, texts):
            yield f"{code}: a quotation of another kind: {text!r}"
        for word, text in unnamed(code) if code != SOURCE else ():
            yield f"{code}: {word} is called otherwise in a command: {text!r}"
        for word, use, text in (*misused(code, texts), *misused(code, guides(code))):
            yield f"{code}: {word!r} is said as {use!r}: {text!r}"
    for place, code in enumerate(DEMANDS):
        catalog = read(code)
        for term, *translations in _rows("Terms"):
            told = " / ".join(strings(catalog[term])) if term in catalog else ""
            if told != translations[place]:
                yield f"{code}: {term!r} is {translations[place]!r}, not {told!r}"
        for text in _impolite(code):
            yield f"{code}: the label of a key names the deed: {text!r}"
