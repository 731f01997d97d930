"""What is said of refusals and findings; tests/test_messages.py compares the messages with the source."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import language
from language import messages
from language.numbers import fill
from language.reading import findings
from language.refusals.documents import DOCUMENTS
from language.refusals.exchange import EXCHANGE
from language.refusals.installation import INSTALLATION
from language.refusals.reporting import REPORTING
from language.refusals.revision import REVISION
from language.refusals.screens import SCREENS
from language.refusals.servers import SERVERS
from language.refusals.trackers import TRACKERS
from language.refusals.workbooks import WORKBOOKS

TABLES = (DOCUMENTS, EXCHANGE, INSTALLATION, REPORTING, REVISION, SERVERS, TRACKERS, WORKBOOKS)


def test_a_code_has_one_template() -> None:
    assert len(messages.MESSAGES) == sum(map(len, TABLES))


@pytest.mark.parametrize("table", [*TABLES, SCREENS, findings.FINDINGS])
def test_tables_are_sorted_and_their_placeholders_are_plain_names(table: dict[str, str]) -> None:
    assert list(table) == sorted(table)
    fields = [
        field for template in table.values() for field in Formatter().parse(template) if field[1] is not None
    ]
    assert fields
    assert [f for f in fields if not (f[1] or "").isidentifier() or f[2] or f[3]] == []


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_a_message_in_each_language(code: str) -> None:
    language.use(code)
    said = messages.message("action_unknown", {"nr": "1.2.33", "nearest": ("1.2.3", "1.2.4")})
    assert (
        said
        == {
            "sq": "Plani nuk ka veprim 1.2.33. Numrat më të afërt janë: 1.2.3, 1.2.4.",
            "sr": "Plan nema aktivnost 1.2.33. Najbliži brojevi su: 1.2.3, 1.2.4.",
            "sr-Cyrl": "План нема активност 1.2.33. Најближи бројеви су: 1.2.3, 1.2.4.",
            "en": "The plan has no action 1.2.33. The nearest numbers are: 1.2.3, 1.2.4.",
        }[code]
    )


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_where_nothing_is_near_that_is_not_said(code: str) -> None:
    language.use(code)
    asking = [key for key, text in messages.MESSAGES.items() if "{nearest}" in text]
    assert len(asking) > 8
    for key in asking:
        figures = {"nr": "9.9", "found": "x", "file": "f"}
        said = messages.message(key, {**figures, "nearest": []})
        assert len(said) < len(messages.message(key, {**figures, "nearest": ["1"]}))
        assert "–" not in said
        assert said.endswith(".")


def test_money_in_messages() -> None:
    said = messages.message("amount_too_large", {"found": "9e99", "limit_cents": 10**13})
    assert said == "“9e99” is too large. The largest amount is 100,000,000,000."


def test_missing_figures_are_marked_and_unknown_codes_shown_with_theirs() -> None:
    assert messages.message("file_exists", {}).startswith("… already exists")
    assert messages.message("never_heard", {"file": "a.db", "line": 3}) == "never_heard file=a.db line=3"


def test_figures_from_files_do_not_act() -> None:
    said = messages.message(
        "plan_form", {"where": "plan\x1b[31m\u202e/x", "found": "{found.__class__}\n{where}"}
    )
    assert "plan[31m/x: {found.__class__} {where}." in said


def test_a_placeholder_never_reaches_into_its_figure() -> None:
    assert fill("{found.__class__} {found[0]} {found}", {"found": "x"}) == "… … x"


def test_findings_in_words() -> None:
    figures = {"year": 2021, "printed": 5950000, "computed": 6050000}
    assert findings.finding("total_mismatch", "4.5", figures, "RSD") == (
        "4.5: the total printed for 2021 is 59,500 RSD, the actions add up to 60,500 RSD."
    )
    language.use("sr")
    assert findings.finding("output_blank", "2.3.5", {}, "EUR") == "2.3.5: proizvod nije naveden."
    undated = findings.finding("budget_blank", "1.1", {"raw": "–"}, "EUR")
    assert undated == "1.1: ni za jednu godinu nije naveden budžet."
    assert findings.finding("budget_blank", "1.1", {"raw": "2025."}, "EUR").endswith("iako je rok 2025.")
    unread = findings.finding("amount_unreadable", "1.1", {"found": "20% e buxhetit"}, "EUR")
    assert unread.startswith("1.1: ćelija budžeta „20% e buxhetit“ nije ni iznos ni KA: iznos se ne čita.")
    in_part = findings.finding("deadline_malformed", "1.1", {"raw": "IV 2026", "read": "2026"}, "EUR")
    assert in_part.endswith("; od njega se čita 2026.")
    since = findings.finding("deadline_malformed", "1.1", {"raw": "od 2026", "kind": "open"}, "EUR")
    assert since.endswith(": rok se ne čita.")
    figures_of_new = {"raw": "2025 → 06/2026", "kind": "revised", "read": "06/2026"}
    assert findings.finding("deadline_malformed", "1.1", figures_of_new, "EUR").endswith(
        "važi novi: 06/2026."
    )
    assert findings.finding("deadline_blank", "1.1", {"raw": ""}, "EUR") == "1.1: rok nije naveden."
    assert findings.finding("new_code", "1.1", {"amount": 100}, "EUR") == "new_code where=1.1 amount=1 EUR"


@given(
    st.sampled_from([*messages.MESSAGES]),
    st.dictionaries(st.sampled_from(["file", "found", "detail"]), st.text()),
)
def test_any_figures_give_one_harmless_line(code: str, figures: dict[str, str]) -> None:
    said = messages.message(code, figures)
    assert said and "\n" not in said and "\x1b" not in said and "\u202e" not in said
