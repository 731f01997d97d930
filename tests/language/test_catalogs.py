"""The catalogs hold every message of the source, whole, with its placeholders and plurals."""

from __future__ import annotations

import gettext
import re
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from language.build import (
    TRANSLATED,
    compiled,
    holes,
    messages,
    mo_path,
    po_path,
    template,
    updated,
    written,
)
from tests.support.catalogs import catalog

SR_FORMS = {0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 14: 2, 21: 0, 22: 1, 25: 2, 101: 0, 111: 2}


@pytest.fixture(scope="module")
def source() -> Catalog:
    return template()


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", TRANSLATED)
def test_catalog_is_complete(code: str) -> None:
    assert holes(catalog(code)) == []


@pytest.mark.parametrize("code", [code for code in TRANSLATED if code != "sr-Cyrl"])
def test_catalog_is_up_to_date_with_the_source(code: str, source: Catalog) -> None:
    assert po_path(code).read_bytes() == written(updated(code, source)), "run python -m language.build"


@pytest.mark.parametrize("code", TRANSLATED)
def test_program_reads_what_people_edit(code: str) -> None:
    assert mo_path(code).read_bytes() == compiled(code), "run python -m language.build"


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_agree(code: str) -> None:
    wrong = []
    for message in messages(catalog(code)):
        ids = (message.id,) if isinstance(message.id, str) else message.id
        wanted = placeholders(ids[-1])
        for string in filter(None, strings(message)):
            # the singular may leave out its number ("one change")
            found = placeholders(string)
            if found != wanted and not (len(ids) > 1 and found == placeholders(ids[0])):
                wrong.append((message.id, string))
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_begin_and_end_like_the_message(code: str) -> None:
    wrong = [
        (message.id, string)
        for message in messages(catalog(code))
        for string in filter(None, strings(message))
        if (string[0].isspace(), string[-1].isspace(), string[-1:] in ".:…")
        != (lambda last: (last[0].isspace(), last[-1].isspace(), last[-1:] in ".:…"))(
            message.id if isinstance(message.id, str) else message.id[-1]
        )
        and message.context is None
    ]
    assert wrong == []


def test_no_message_of_the_interface_names_a_key_that_can_be_chosen(source: Catalog) -> None:
    named = re.compile(r"(^|[.;:,(] )([b-zB-Z]|Backspace)( [a-z]|: )")
    found = [
        message.id
        for message in source
        if any(place.startswith("tui/") for place, _line in message.locations)
        and any(named.search(text) for text in ([message.id] if isinstance(message.id, str) else message.id))
    ]
    assert found == []


def test_serbian_is_in_latin_script() -> None:
    cyrillic = [m.id for m in messages(catalog("sr")) for s in strings(m) if any("Ѐ" <= c <= "ӿ" for c in s)]
    assert cyrillic == []


def test_holes_are_seen() -> None:
    made = Catalog("sr_Latn")
    made.add("whole", "ceo")
    made.add("bare")
    made.add("doubtful", "sumnjivo", flags=["fuzzy"])
    made.add(("{n} change", "{n} changes"), ("{n} izmena", "{n} izmene"))
    made.add(("{n} day", "{n} days"), ("{n} dan", "{n} dana", "{n} dana"))
    assert holes(made) == ["bare", "doubtful", "('{n} change', '{n} changes')"]


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("sr", SR_FORMS),
        ("sq", {0: 1, 1: 0, 2: 1, 11: 1, 21: 1}),
    ],
)
def test_plural_forms(code: str, forms: dict[int, int]) -> None:
    count = max(forms.values()) + 1
    made = Catalog(catalog(code).locale)
    made.add(("one", "many"), tuple(str(n) for n in range(count)))
    from babel.messages.mofile import write_mo

    buffer = BytesIO()
    write_mo(buffer, made)
    buffer.seek(0)
    translations = gettext.GNUTranslations(buffer)
    assert {n: int(translations.ngettext("one", "many", n)) for n in forms} == forms


@pytest.mark.parametrize(("code", "count"), [("sq", 2), ("sr", 3)])
def test_the_header_of_each_catalog_states_its_plurals(code: str, count: int) -> None:
    with mo_path(code).open("rb") as file:
        info = gettext.GNUTranslations(file).info()
    assert info["plural-forms"].startswith(f"nplurals={count};")
