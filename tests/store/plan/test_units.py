"""Who reports: names in three languages, acronyms as plans print them, and what people type."""

from __future__ import annotations

from collections import Counter

import pytest
import tomli

from language import LANGUAGES
from store.db.errors import UserError
from store.db.places import shipped_plan
from store.db.text import latin
from store.opening.open_store import open_store
from store.plan.institutions import reference_table
from store.plan.short_names import short_names
from store.plan.units import (
    expected_units,
    full_unit_name,
    institution_name,
    known_units,
    means_municipalities,
    municipalities,
    names_of_codes,
    resolve_unit,
    search_units,
    unit_code,
    unit_name,
)
from tests.support.paths import ROOT

ALL = tuple(m.code for m in municipalities())
INSTITUTIONS = ("MPB", "MPB (DSP)", "UNHCR/CRPK", "Komunat", "Avokati i Popullit", "Frontex")
TRUTH = ROOT / "tests" / "truth"


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("MPB", ("MPB",)),
        ("MPB (DSP)", ("MPB",)),
        ("MPB - DSP", ("MPB",)),
        ("(DSP)", ("DSP",)),
        ("JP Putevi Srbije", ("jp-putevi-srbije",)),
        ("KRU Prishtina sh.a.", ("kru-prishtina-sh-a",)),
        ("ЈП Србијашуме", ("jp-srbijasume",)),
        ("KRU “Hidrodrini”", ("kru-hidrodrini",)),
        ('NVO "Sinergija"', ("nvo-sinergija",)),
        ("OŠ „Vuk Karadžić“", ("os-vuk-karadzic",)),
        ("SHFMU «Naim Frashëri»", ("shfmu-naim-frasheri",)),
        ("ЈКП „Водовод“", ("jkp-vodovod",)),
        ("JKP - Čistoća", ("jkp-cistoca",)),
        ("KRU (Gjakova)", ("kru-gjakova",)),
        ("NVO", ("NVO",)),
        ("“MPB” (DSP)", ("MPB",)),
        ("UNHCR/CRPK", ("UNHCR", "CRPK")),
        ("MPB / PK", ("MPB", "PK")),
        ("MBPZHR.", ("MBPZHR",)),
        ("MAShT", ("MASHT",)),
        ("Frontex", ("FRONTEX",)),
        ("FRONTEX", ("FRONTEX",)),
        ("G7", ("G7",)),
        ("Avokati i Popullit", ("avokati-i-popullit",)),
        ("Caritas Zvicran", ("caritas-zvicran",)),
        ("Qendra 24/7 e Kosovës", ("qendra-24-7-e-kosoves",)),
        ("Asociacioni i Komunave të Kosovës", ("asociacioni-i-komunave-te-kosoves",)),
        ("Komuna e Prishtinës", ("19",)),
        ("Opština Peć", ("17",)),
        ("Municipality of Peja", ("17",)),
        ("Komuna Gjakovë", ("02",)),
        ("Zubin Potok", ("28",)),
        ("Komunat", ALL),
        ("Komunat e Kosovës", ALL),
        ("Të gjitha komunat", ALL),
        ("KOMUNAT", ALL),
        ("Opštine", ALL),
        ("Sve opštine", ALL),
        ("Све општине", ALL),
        ("МУП", ("MUP",)),
        ("МУП/ЉП", ("MUP", "LJP")),
        ("Општина Пећ", ("17",)),
        ("Заштитник грађана", ("zastitnik-gradana",)),
        ("Municipalities", ALL),
        ("All municipalities", ALL),
        ("Komuna", ALL),
        ("Komunat/MAPL", (*ALL, "MAPL")),
        ("", ()),
        (" – ", ()),
    ],
)
def test_a_printed_institution_names_who_reports(printed: str, codes: tuple[str, ...]) -> None:
    assert expected_units([printed]) == codes


def test_each_unit_is_expected_once() -> None:
    assert expected_units(["MPB (DSP)", "MPB", "MPB/PK", "Komuna e Deçanit", "Komunat"]) == (
        "MPB",
        "PK",
        *ALL,
    )


def test_every_institution_of_the_transcribed_actions_names_somebody() -> None:
    printed = {
        name
        for file in TRUTH.glob("*.toml")
        for action in tomli.loads(file.read_text(encoding="utf-8"))["action"]
        for name in action["institutions"]
    }
    assert len(printed) > 20
    for name in printed:
        codes = expected_units([name])
        assert codes
        assert all(code == code.strip() != "" and " " not in code and "/" not in code for code in codes)


def test_municipalities_are_named_in_both_scripts() -> None:
    assert unit_name("17", "sr-Cyrl") == "Пећ"
    assert [latin(m.sr_cyrl) for m in municipalities()] == [m.sr for m in municipalities()]


def test_there_are_38_municipalities_with_codes_of_two_digits() -> None:
    assert [int(code) for code in ALL] == list(range(1, 39))
    assert {len(code) for code in ALL} == {2}
    assert not means_municipalities("Asociacioni i Komunave të Kosovës")
    assert {
        unit_code(name) for m in municipalities() for name in (m.sq, m.sr, *m.aliases, *m.official)
    } == set(ALL)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("17", "17"),
        ("1", "01"),
        ("01", "01"),
        ("Pejë", "17"),
        ("peje", "17"),
        ("  PEJË ", "17"),
        ("Peja", "17"),
        ("Peć", "17"),
        ("pec", "17"),
        ("Пећ", "17"),
        ("мпб", "MPB"),
        ("Đakovica", "02"),
        ("djakovica", "02"),
        ("Opština Djakovica", "02"),
        ("Dakovica", "02"),
        ("Južna Mitrovica", "11"),
        ("severna mitrovica", "38"),
        ("Mamuşa", "32"),
        ("Komuna e Pejës", "17"),
        ("Opština Peć", "17"),
        ("mpb", "MPB"),
        ("crpk", "CRPK"),
        ("FRONTEX", "FRONTEX"),
        ("avokati i popullit", "avokati-i-popullit"),
        ("avokati-i-popullit", "avokati-i-popullit"),
        ("001", None),
        ("39", None),
        ("", None),
        ("Komunat", None),
    ],
)
def test_what_people_type_is_a_unit(typed: str, code: str | None) -> None:
    if code is not None:
        assert resolve_unit(typed, INSTITUTIONS) == code
        return
    with pytest.raises(UserError, match="unit_unknown") as refused:
        resolve_unit(typed, INSTITUTIONS)
    assert refused.value.params["found"] == typed


def test_an_unknown_unit_is_answered_with_the_nearest() -> None:
    with pytest.raises(UserError) as refused:
        resolve_unit("Djakovca", INSTITUTIONS)
    assert str(refused.value.params["nearest"]).startswith("('Đakovica")
    with pytest.raises(UserError) as refused:
        resolve_unit("MPBB", INSTITUTIONS)
    assert "MPB" in str(refused.value.params["nearest"])
    assert "MPB" in str(refused.value.params["known"])
    assert "Pejë" not in str(refused.value.params["known"])


def test_units_to_enrol_as_are_municipalities_and_institutions_once() -> None:
    assert known_units(INSTITUTIONS) == (*ALL, "CRPK", "FRONTEX", "MPB", "UNHCR", "avokati-i-popullit")


def test_an_institution_is_found_by_its_full_name_in_three_languages() -> None:
    assert search_units("ministria", INSTITUTIONS) == ("MPB",)
    assert search_units("Ministarstvo unutr", INSTITUTIONS) == ("MPB",)
    assert search_units("internal", INSTITUTIONS) == ("MPB",)
    assert search_units("djak", INSTITUTIONS) == search_units("dak", INSTITUTIONS) == ("02",)
    assert search_units("ombuds", INSTITUTIONS) == ("avokati-i-popullit",)
    assert search_units("popullit", INSTITUTIONS) == ("avokati-i-popullit",)
    # somebody's own name, which stands within the Serbian "Kancelarija"
    assert search_units("Çela", (*INSTITUTIONS, "ZKM")) == ()
    assert resolve_unit("Ministria e Punëve të Brendshme", INSTITUTIONS) == "MPB"
    assert resolve_unit("MPB", INSTITUTIONS) == "MPB"
    assert full_unit_name("MPB", "sr-Cyrl") == "Министарство унутрашњих послова"
    assert full_unit_name("17", "sq") is None
    # a ministry of which the plan expects nothing
    with pytest.raises(UserError, match="unit_unknown"):
        resolve_unit("Ministria e Shëndetësisë", INSTITUTIONS)


def test_all_ministries_of_the_plan_that_ships_are_found_by_that_word() -> None:
    with open_store(shipped_plan(), read_only=True) as store, store.reading() as conn:
        names = [name for (name,) in conn.execute("SELECT DISTINCT name FROM action_name")]
    found = search_units("ministria", names)
    assert len(found) == 9
    assert search_units("ministarstvo", names) == search_units("ministry", names) == found
    for code in found:
        assert all(full_unit_name(code, language) for language in ("sq", "sr", "en"))


def test_units_are_called_by_their_names() -> None:
    assert [unit_name("17", language) for language in ("sq", "sr", "en")] == ["Pejë", "Peć", "Pejë"]
    assert [unit_name("MPB", language) for language in LANGUAGES] == ["MPB", "MUP", "МУП", "MIA"]


@pytest.mark.parametrize(
    ("printed", "called"),
    [
        ("MPB", "MPB|MUP|МУП|MIA"),
        ("MBPZHR.", "MBPZHR.|MPŠRR|МПШРР|MAFRD"),
        ("ARC/MPB", "ARC/MPB|ACR/MUP|АЦР/МУП|CRA/MIA"),
        ("MPB (DSP)", "MPB (DSP)|MUP (DSP)|МУП (DSP)|MIA (DPS)"),
        ("MPB - PK", "MPB - PK|MUP - PK|МУП - ПК|MIA - KP"),
        # abbreviations of other languages are written in Latin letters
        ("UNHCR/CRPK", "UNHCR/CRPK|UNHCR/CRPK|UNHCR/CRPK|UNHCR/CRPK"),
        ("Frontex", "Frontex|Frontex|Frontex|Frontex"),
        # what is printed PKK is a crossing point, so that the chamber never shows as PKK
        ("OEK", "OEK|OEK|OEK|KCC"),
        (
            "Avokati i Popullit",
            "Avokati i Popullit|Institucija ombudsmana|Институција омбудсмана|Ombudsperson Institution",
        ),
        ("Shoqëria Civile", "Shoqëria Civile|Civilno društvo|Цивилно друштво|Civil society"),
        (
            "Ministry of Health",
            "Ministria e Shëndetësisë|Ministarstvo zdravlja|Министарство здравља|Ministry of Health",
        ),
        ("Komunat", "Komunat|Opštine|Општине|Municipalities"),
        ("Komuna e Pejës", "Komuna e Pejës|Peć|Пећ|Pejë"),
        ("Opština Peć", "Pejë|Opština Peć|Пећ|Pejë"),
        # of two institutions nobody can know which is meant
        ("KP", "KP|KP|KP|KP"),
        ("JP Putevi Srbije", "JP Putevi Srbije|JP Putevi Srbije|JP Putevi Srbije|JP Putevi Srbije"),
    ],
)
def test_an_institution_is_called_in_the_language_of_the_reader(printed: str, called: str) -> None:
    assert [institution_name(printed, language) for language in LANGUAGES] == called.split("|")


def test_no_two_institutions_show_by_one_abbreviation() -> None:
    acronyms = [acronym for acronym, _ in reference_table("glossary")]
    for language in LANGUAGES:
        called = Counter(institution_name(acronym, language) for acronym in acronyms)
        assert [name for name, n in called.items() if n > 1] == []


@pytest.mark.parametrize("name", ["glossary", "institution_names", "bodies"])
def test_the_reference_data_is_read_as_toml_is(name: str) -> None:
    file = ROOT / "store" / "plan" / "reference" / f"{name}.toml"
    read, whole = dict(reference_table(name)), tomli.loads(file.read_text("utf-8"))
    assert {key: entry for key, entry in whole.items() if "sq" in entry} == {
        key: entry for key, entry in read.items() if "sq" in entry
    }
    assert [*read] == [*whole]


def test_an_institution_is_meant_by_its_abbreviation_in_any_language() -> None:
    for typed in ("MUP", "mia", "МУП", "Ministry of Internal Affairs"):
        assert resolve_unit(typed, INSTITUTIONS) == "MPB"
    assert search_units("mup", INSTITUTIONS) == ("MPB",)
    assert resolve_unit("KP", ("PK", "MPB")) == "PK"
    assert resolve_unit("KP", ("PK", "KP")) == "KP"
    with pytest.raises(UserError, match="unit_ambiguous") as refused:
        resolve_unit("KP", ("PK", "ZKM"))
    assert refused.value.params["known"] == ["PK Policia e Kosovës", "ZKM Zyra e Kryeministrit"]


@pytest.mark.parametrize("typed", ["Mitrovica", "mitrovicë", "Mitrovice"])
def test_what_two_names_begin_with_is_ambiguous(typed: str) -> None:
    with pytest.raises(UserError, match="unit_ambiguous") as refused:
        resolve_unit(typed, INSTITUTIONS)
    assert refused.value.params["known"] == ["11 Mitrovicë e Jugut", "38 Mitrovicë e Veriut"]
    assert resolve_unit("Južna Mitrovica", INSTITUTIONS) == "11"
    assert resolve_unit("Mitrovicë e Veriut", INSTITUTIONS) == "38"


def test_every_name_of_a_municipality_but_those_means_one() -> None:
    for municipality in municipalities():
        for name in {municipality.sq, municipality.sr, *municipality.aliases, *municipality.official} - {
            "Mitrovica",
            "Mitrovicë",
        }:
            assert resolve_unit(name, INSTITUTIONS) == municipality.code


def test_a_municipality_is_known_as_sentences_have_its_name() -> None:
    for name, code in {
        "Istogu": "06",
        "Novobërda": "14",
        "Prizrenit": "20",
        "Skënderaji": "21",
        "Vitia": "26",
    }.items():
        assert unit_code(name) == resolve_unit(name, INSTITUTIONS) == code


def test_short_names_tell_all_units_of_a_plan_apart() -> None:
    names = {m.code: m.sq for m in municipalities()} | {
        "MPB": "MPB",
        "shoqeria-civile": "Shoqëria civile",
        "shoqeria-civile-dhe-mediat": "Shoqëria civile dhe mediat",
    }
    short = short_names(names)
    assert len({*short.values()}) == len(names)
    assert max(map(len, short.values())) <= 6
    assert (short["17"], short["MPB"], short["04"]) == ("Pejë", "MPB", "Gji")
    assert [short[code] for code in ("11", "38")] == ["MitroJ", "MitroV"]
    assert short_names({"a": "Same", "b": "Same"}) == {"a": "a", "b": "b"}
    assert short_names({}) == {}
    # nobody reads “Pej” as a name
    assert short_names({"17": "Pejë", "18": "Prizren"}) == {"17": "Pejë", "18": "Pri"}


def test_no_unit_is_called_by_a_folded_name() -> None:
    printed = names_of_codes(["Shoqëria civile", "MPB"])
    assert unit_name("shoqeria-civile", "sq", printed) == "Shoqëria civile"
    # in the reader's language where it is known, and with its accents where the plan is not at hand
    told = [unit_name("shoqeria-civile", language) for language in ("sq", "sr", "en")]
    assert told == ["Shoqëria civile", "Civilno društvo", "Civil society"]
    assert unit_name("shoqeria-civile", "sr", printed) == "Civilno društvo"
    # which an entry for another name, of which this is a part, does not say
    assert unit_name("shoqeria-civile-dhe-kisha", "sr") == "Shoqeria civile dhe kisha"
    assert unit_name("MPB", "sq", printed) == "MPB"


def test_a_unit_is_found_by_its_name_as_the_plan_prints_it() -> None:
    printed = ("Drejtoria e Shërbimeve Publike", "Ministry of Culture, Youth and Sport", "MPB (DSP)")
    for name in printed:
        assert resolve_unit(name, printed) == unit_code(name)
        assert resolve_unit(name.lower(), printed) == unit_code(name)
    with pytest.raises(UserError, match="unit_unknown"):
        resolve_unit("Drejtoria e Arsimit", printed)
