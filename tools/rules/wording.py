"""The catalogs and the guides say the same thing by the same word, to everybody in the same form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Message

from language import LANGUAGES, SOURCE
from language.build import ROOT, messages, read, template

INSTEAD = {
    "sq": {
        r"çka": "çfarë",
        r"ç'\w+": "çfarë",
        r"stik\w*": "USB-ja",
        r"laptop\w*": "kompjuteri",
        r"para(ja|të|ve)": "mjetet",
        r"hollësi\w*": "detajet",
        r"të marra(t|ve)": "të pranuarat",
        r"nuk ka filluar": "pa filluar",
        r"pa(filluar|zbatuar)|pa arritur": "pa filluar, pa zbatuar, i paarritur",
        r"ditë vonë": "ditë vonesë",
        r"fjala e (vetë )?(qendrës|njësi\w+)": "vlerësimi i qendrës, raporti i njësisë",
        r"(i|e|të)? ?(pa)?shtypur": "që (nuk) figuron në dokument",
        r"ndreq\w*": "korrigjoj",
        r"liston": "shfaq",
        r"shtylla\w*": "kolona",
        r"i zbrazët|e zbrazët": "bosh",
        r"u regjistrua|regjistrohet|është regjistruar": "shënohet: a registration is that of an officer",
        r"ecuri\w*": "progresi",
        r"hash\S*": "shuma e kontrollit",
        r"(yt|jote|tënd|tënde|sate|tua)": "the polite form: juaj, tuaj, suaj",
    },
    "sr": {
        r"opoz\w+": "poništi",
        r"USB memorij\w+": "USB stik",
        r"(?<!USB )stik\w*": "USB stik",
        r"laptop\w*": "računar",
        r"promen(a|e|u|om|ama)(?! prioriteta)": "izmena",
        r"(ne)?promenjen\w*": "izmenjen",
        r"nov(ac|ca|cu|cem)": "sredstva",
        r"stop(a|e|u)": "stepen",
        r"obelež\w*": "označi",
        r"(?<!nastavak )imen(a|ima)": "nazivi",
        r"(od)?štampa(n\w*)?": "piše u planu",
        r"fascikl\w razmene": "fascikla za razmenu",
        r"sa rokom": "sa dospelim rokom",
        r"heš\w*": "kontrolni zbir",
        r"izbriši": "obriši",
        r"pojedinosti": "detalji",
        r"vidite": "pogledajte",
        r"reč centrale": "ocena centrale",
        r"dogovoreno": "zaključeno",
        r"kucajte|ukucajte|otkuca\w+": "upišite",
        r"tvoj\w*": "the polite form: vaš",
    },
    "en": {
        r"local": "not sent yet",
        r"nothing meets this": "no match",
        r"a dash (means|for) (nothing|none)": "a dash leaves it empty",
        r"choose what is marked": "take the highlighted line",
        r"word of headquarters": "assessment by headquarters",
    },
}
"""Words that are not used, and what is said instead."""

QUOTES = {"sq": ("„", "“"), "sr": ("„", "“"), "sr-Cyrl": ("„", "“"), "en": ("“", "”")}
"""How a quotation opens and closes."""

TERMS = {
    "Inbox": ("Të pranuarat", "Prijem"),
    "Names": ("Emrat", "Nazivi"),
    "Money": ("Mjetet", "Sredstva"),
    "Money by year": ("Mjetet sipas viteve", "Sredstva po godinama"),
    "Baseline": ("Vlera bazë", "Početna vrednost"),
    "Meeting of {day}": ("Mbledhja e datës {day}", "Sastanak od {day}"),
    "Assessment by headquarters": ("Vlerësimi i qendrës", "Ocena centrale"),
    "overdue": ("me vonesë", "kasni"),
    "not met": ("i paarritur", "neostvarena"),
    "undo": ("zhbëj", "poništi"),
    "redo": ("ribëj", "ponovi"),
    "exchange folder": ("dosja e shkëmbimit", "fascikla za razmenu"),
    "count by": ("numëro sipas", "zbirno po"),
    "{n} of {total} due": ("{n} nga {total} me afat", "{n} od {total} sa dospelim rokom"),
    "{n} day over": (("{n} ditë vonesë",) * 2, ("kasni {n} dan", "kasni {n} dana", "kasni {n} dana")),
    "{n} marked": (
        ("{n} i shënuar", "{n} të shënuara"),
        ("{n} označena", "{n} označene", "{n} označenih"),
    ),
}
"""What officials call the things that stand on every screen, in Albanian and Serbian."""


DEMANDS = {"sq": r"\w+(?<!io)(?<!ekra)ni", "sr": r"\w+[ij]te"}
"""How a word ends that asks a person to do something."""


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def said(code: str) -> list[str]:
    if code == SOURCE:
        ids = (message.id for message in messages(template()))
        return [text for id in ids for text in ((id,) if isinstance(id, str) else id)]
    return [string for message in messages(read(code)) for string in strings(message)]


def misused(code: str, texts: list[str]) -> list[tuple[str, str, str]]:
    """Each word that is not used, what is said instead, and the text in which it stands."""
    words = {re.compile(rf"(?<!\w)({word})(?!\w)", re.IGNORECASE): use for word, use in INSTEAD[code].items()}
    return [
        (found[0], use, text) for word, use in words.items() for text in texts if (found := word.search(text))
    ]


def _guides(code: str) -> list[str]:
    pages = "\n\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob(f"*.{code}.md")))
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


def faults() -> Iterator[str]:
    """Yield what is said otherwise than everywhere else, by catalog and guide."""
    for code in LANGUAGES:
        texts = said(code)
        for text in misquoted(code, texts):
            yield f"{code}: a quotation of another kind: {text!r}"
        if code not in INSTEAD:
            continue
        for word, use, text in (*misused(code, texts), *misused(code, _guides(code))):
            yield f"{code}: {word!r} is said as {use!r}: {text!r}"
    for place, code in enumerate(DEMANDS):
        catalog = read(code)
        for term, known in TERMS.items():
            if catalog[term].string != known[place]:
                yield f"{code}: {term!r} is {known[place]!r}, not {catalog[term].string!r}"
        for text in _impolite(code):
            yield f"{code}: the label of a key names the deed: {text!r}"
