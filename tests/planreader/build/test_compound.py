"""Names of bodies with commas of their own, in one line or over several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planreader.build.names import COMMA, Lexicon, sealed
from planreader.sources.form import Cell, Part
from planreader.sources.listing import COLUMN
from planreader.sources.text.lines import BLANK, BLOCK, WRAP


def _entries(*parts: tuple[str, int]) -> tuple[str, ...]:
    cell = Cell("institutions", tuple(Part(text, gap) for text, gap in parts))
    return Lexicon([cell]).entries(cell)


@pytest.mark.parametrize(
    "name",
    [
        "Ministria e Arsimit, Shkencës, Teknologjisë dhe Inovacionit",
        "Ministria e Kulturës, Rinisë dhe Sportit",
        "Ministry of Agriculture, Forestry and Rural Development",
        "Ministarstvo obrazovanja, nauke, tehnologije i inovacija",
        "Department for Trade, Industry and Crafts",
        "Departamenti i Tregtisë, Industrisë dhe Zejtarisë",
    ],
)
@pytest.mark.parametrize("separator", ["; ", ", "])
def test_a_ministrys_fields_are_one_name(name: str, separator: str) -> None:
    assert _entries((separator.join(["MPB", name, "Komunat"]), BLOCK)) == ("MPB", name, "Komunat")


@pytest.mark.parametrize(
    "lead",
    [
        "Ministria e Kulturës, Rinisë dhe Sportit",
        "Ministry of Culture, Youth and Sport",
        "Ministarstvo za Kulturu, Omladinu i Sport",
        "Ministarstvo kulture, omladine i sporta",
    ],
)
@pytest.mark.parametrize(
    "support",
    [
        ("AKEE",),
        ("Komunat; OJQ",),
        ("UNICEF, UNDP",),
        ("1. KOSTT", "2. Ministria e Financave, Punës dhe Transfereve"),
    ],
)
def test_whoever_supports_in_a_column_of_their_own_parts_no_name_of_who_leads(
    lead: str, support: tuple[str, ...]
) -> None:
    beside = [(text, BLOCK if n else COLUMN) for n, text in enumerate(support)]
    assert _entries((lead, BLOCK), *beside) == (lead, *_entries(*beside))
    assert _entries(("1. MPB", BLOCK), (f"2. {lead}", BLOCK), *beside) == ("MPB", lead, *_entries(*beside))


def test_a_name_with_commas_goes_on_over_the_end_of_a_line() -> None:
    found = _entries(
        ("MPB, Ministria e Bujqësisë,", BLOCK), ("Pylltarisë dhe Zhvillimit", WRAP), ("Rural", WRAP)
    )
    assert found == ("MPB", "Ministria e Bujqësisë, Pylltarisë dhe Zhvillimit Rural")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ministry of Justice, Kosovo Police and KIPA", ("Ministry of Justice", "Kosovo Police and KIPA")),
        ("Ministria e Financave, Komunat", ("Ministria e Financave", "Komunat")),
        ("Ministria e Shëndetësisë, MPB, Policia", ("Ministria e Shëndetësisë", "MPB", "Policia")),
        ("Ministry of Trade and Industry, Customs", ("Ministry of Trade and Industry", "Customs")),
        (
            "Ministry of Trade and Labour, Police and Army",
            ("Ministry of Trade and Labour", "Police and Army"),
        ),
    ],
)
def test_other_bodies_behind_a_ministry_are_names_of_their_own(text: str, names: tuple[str, ...]) -> None:
    assert _entries((text, BLOCK)) == names


_WORDS = st.sampled_from(
    [
        "Ministria",
        "e",
        "Arsimit,",
        "Shkencës,",
        "dhe",
        "Sportit",
        "MPB,",
        "Komunat;",
        "(SDC)",
        "Agency",
        "for",
    ]
)


@given(st.lists(st.tuples(st.lists(_WORDS, min_size=1, max_size=6), st.sampled_from([WRAP, BLOCK, BLANK]))))
def test_sealing_changes_commas_and_nothing_else(lines: list[tuple[list[str], int]]) -> None:
    parts = [Part(" ".join(words), gap) for words, gap in lines]
    found = sealed(parts)
    assert [part.gap for part in found] == [part.gap for part in parts]
    assert [part.text.replace(COMMA, ",") for part in found] == [part.text for part in parts]
    assert all(len(part.text) == len(before.text) for part, before in zip(found, parts, strict=True))
    assert COMMA not in "".join(part.text for part in parts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ministry of Environment", "Emergency Agency"),
        ("Ministry of Environment", "Cities4Forests"),
        ("Ministria e Mjedisit", "Rrjeti Gjelbër"),
    ],
)
def test_a_body_that_stands_elsewhere_ends_at_the_end_of_its_line(first: str, second: str) -> None:
    alone = Cell("institutions", (Part(first),))
    both = Cell("support", (Part(first), Part(second, WRAP)))
    assert Lexicon([alone, both]).entries(both) == (first, second)
    assert len(Lexicon([both]).entries(both)) == 1, "nothing tells that it is a name"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MASHTI, komunat", ("MASHTI", "komunat")),
        ("NSZ, škole, domovi zdravlja", ("NSZ", "škole", "domovi zdravlja")),
        ("NGOs, media, private sector", ("NGOs", "media", "private sector")),
        ("Crveni krst, jedinice lokalne samouprave", ("Crveni krst", "jedinice lokalne samouprave")),
        ("АВРМ, училишта", ("АВРМ", "училишта")),
        ("МТСП и МОН", ("МТСП", "МОН")),
        ("Ministarstvo prosvete, škole i opštine", ("Ministarstvo prosvete", "škole i opštine")),
        ("Zavod za obrazovanje i vaspitanje, škole", ("Zavod za obrazovanje i vaspitanje", "škole")),
        ("NVO „Sunce“, „Mladi, hrabri i složni“", ("NVO „Sunce“", "„Mladi, hrabri i složni“")),
        ("Ministria e Drejtësisë, të drejtave", ("Ministria e Drejtësisë, të drejtave",)),
        ("Ministarstvo prosvete, nauke i sporta", ("Ministarstvo prosvete, nauke i sporta",)),
        ("Ministry of Justice, human rights", ("Ministry of Justice, human rights",)),
    ],
)
def test_who_is_listed_in_small_letters_is_a_name(text: str, names: tuple[str, ...]) -> None:
    assert _entries((text, BLOCK)) == names


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Komuna, bizneset", ("Komuna", "bizneset")),
        ("Budžet RS, sopstvena sredstva", ("Budžet RS", "sopstvena sredstva")),
        ("Municipal budget, private sector", ("Municipal budget", "private sector")),
    ],
)
def test_a_source_in_small_letters_is_one_of_its_own(text: str, sources: tuple[str, ...]) -> None:
    cell = Cell("funding", (Part(text),))
    assert Lexicon([cell]).entries(cell) == sources


@pytest.mark.parametrize("after", ["Donacije", "Ministarstvo turizma i omladine", "Fond za zaštitu voda"])
def test_a_source_that_stands_alone_elsewhere_ends_at_a_full_line(after: str) -> None:
    """As in a narrow column of a print: nothing else tells whether the second line is a source of its own."""
    both = Cell("funding", (Part("Budžet opštine"), Part(after, WRAP)))
    alone = [Cell("funding", (Part("Budžet opštine"),), f"row {n}") for n in range(2)]
    assert Lexicon([both, *alone]).entries(both) == ("Budžet opštine", after)
    # nobody knows it
    assert Lexicon([both]).entries(both) == (f"Budžet opštine {after}",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("МПШВ РС", ("МПШВ РС",)),
        ("APIF, MUP RS MF", ("APIF", "MUP RS", "MF")),
        ("MPB MF", ("MPB", "MF")),
        ("RS MF", ("RS", "MF")),
    ],
)
def test_a_state_behind_a_short_form_says_whose_it_is(text: str, names: tuple[str, ...]) -> None:
    assert _entries((text, BLOCK)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MPB², MF*", ("MPB", "MF")),
        ("Ministria e Drejtësisë¹; Policia e Kosovës**", ("Ministria e Drejtësisë", "Policia e Kosovës")),
    ],
)
def test_the_mark_of_a_footnote_is_no_part_of_a_name(text: str, names: tuple[str, ...]) -> None:
    assert _entries((text, BLOCK)) == names
