"""The catalogs and the guides say the same thing by the same word, to everybody in the same form."""

from __future__ import annotations

import re

import pytest
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


@pytest.mark.parametrize("code", INSTEAD)
def test_one_thing_has_one_word(code: str) -> None:
    assert misused(code, said(code)) == []


@pytest.mark.parametrize("code", ["sq", "sr"])
def test_the_guides_use_the_words_of_the_screens(code: str) -> None:
    guides = "\n\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob(f"*.{code}.md")))
    assert misused(code, re.sub(r"```.*?```|`[^`]*`", "``", guides, flags=re.DOTALL).split("\n\n")) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_quotations_are_of_one_kind(code: str) -> None:
    opening, closing = QUOTES[code]
    quotation = re.compile(rf"{opening}[^{opening}{closing}]*{closing}")
    wrong = [text for text in said(code) if re.search("[„“”‘’«»]", quotation.sub("", text))]
    assert wrong == []


def test_terms_are_those_of_the_field() -> None:
    for place, code in enumerate(("sq", "sr")):
        catalog = read(code)
        found = {term: catalog[term].string for term in TERMS}
        assert found == {term: words[place] for term, words in TERMS.items()}


@pytest.mark.parametrize(("code", "polite"), [("sq", r"\w+(?<!io)(?<!ekra)ni"), ("sr", r"\w+[ij]te")])
def test_labels_of_keys_name_the_deed(code: str, polite: str) -> None:
    """They say "save", as buttons do; only sentences speak to the person, and politely."""
    wrong = [
        text
        for message in messages(read(code))
        if all(place.startswith("tui/commands/") for place, _line in message.locations)
        for text in strings(message)
        if re.match(rf"{polite}\b", text)
    ]
    assert wrong == []
