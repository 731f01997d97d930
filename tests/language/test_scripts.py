"""Serbian in Cyrillic is the Latin catalog, and what is typed stays what it is."""

from __future__ import annotations

import re

import pytest

import language
from language.build import messages
from language.scripts import cyrillic
from store.db.text import latin
from tests.support.catalogs import catalog


@pytest.mark.parametrize(
    ("text", "original", "written"),
    [
        ("Njihova ljubav, Džep, ĐAK", "", "Њихова љубав, Џеп, ЂАК"),
        ("NJEN {count} deo", "HER {count} part", "ЊЕН {count} део"),
        ("Datoteka {file} se čita „terren list --json“.", "{file}: “terren list --json”.",
         "Датотека {file} се чита „terren list --json“."),
        ("Ctrl+S čuva FILE na USB", "Ctrl+S saves FILE on USB", "Ctrl+S чува FILE на USB"),
        ("Uz -o piše plan.db ili *.plan.toml", "With -o writes plan.db or *.plan.toml",
         "Уз -o пише plan.db или *.plan.toml"),
        ("status plana, --status", "status of the plan, --status", "статус плана, --status"),
        ("[d/N]", "[y/N]", "[д/N]"),
        ("`EDITOR` otvara USB stik", "`EDITOR` opens the stick", "`EDITOR` отвара USB стик"),
        ("Izmena programa Terren", "A change of the program", "Измена програма Terren"),
    ],
)  # fmt: skip
def test_cyrillic(text: str, original: str, written: str) -> None:
    assert cyrillic(text, original) == written


def test_the_cyrillic_catalog_says_what_the_latin_one_says() -> None:
    pairs = list(zip(messages(catalog("sr")), messages(catalog("sr-Cyrl")), strict=True))
    assert len(pairs) > 1000
    for one, other in pairs:
        forms, written = (
            (each.string,) if isinstance(each.string, str) else each.string or () for each in (one, other)
        )
        assert [latin(form).lower() for form in written] == [form.lower() for form in forms]
    assert sum(any("а" <= c <= "ш" for c in str(other.string)) for _, other in pairs) > 0.9 * len(pairs)


def test_no_word_is_of_two_scripts() -> None:
    texts = [
        form
        for message in messages(catalog("sr-Cyrl"))
        for form in ((message.string,) if isinstance(message.string, str) else message.string or ())
    ]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}
    assert [
        word for word in words if re.search("[a-zA-Z]", word) and re.search("[\u0400-\u04ff]", word)
    ] == []


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ("sr_RS.UTF-8", "sr"), ("sr_RS@latin", "sr"), ("sr_RS@cyrillic", "sr-Cyrl"),
        ("sr-Cyrl-XK", "sr-Cyrl"),
        ("de_DE.UTF-8", "sq"),
    ],
)  # fmt: skip
def test_the_environment_names_the_script(
    monkeypatch: pytest.MonkeyPatch, environment: str, code: str
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LC_MESSAGES", environment)
    assert language.default() == code
