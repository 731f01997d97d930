"""The language in force: its default, switching while running, and what loading it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import language
from language import _, ngettext, pgettext


def test_switching_changes_the_next_lookup() -> None:
    said = []
    for code in language.LANGUAGES:
        language.use(code)
        said.append((language.current(), _("Implemented"), pgettext("at most 9 characters", "DONE")))
    assert said == [
        ("sq", "Zbatuar", "ZBATUAR"),
        ("sr", "Sprovedeno", "SPROVED."),
        ("sr-Cyrl", "Спроведено", "СПРОВЕД."),
        ("en", "Implemented", "DONE"),
    ]


def test_a_sentence_without_translation_stays_english() -> None:
    language.use("sr")
    assert _("No catalog has this.") == "No catalog has this."
    assert ngettext("{n} thing of no catalog", "{n} things of no catalog", 2) == "{n} things of no catalog"


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_no_text_stays_none(code: str) -> None:
    """Under it a catalog of gettext's form has its own header."""
    language.use(code)
    assert (_(""), language.said_in(code, "")) == ("", "")


def test_an_unknown_language_is_an_error_and_changes_nothing() -> None:
    with pytest.raises(ValueError, match="'de'"):
        language.use("de")
    assert language.current() == "en"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "sq"),
        ({"LANG": "sr_RS@latin"}, "sr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "sq_AL.UTF-8"}, "sq"),
        ({"LANG": "sq_AL", "LC_MESSAGES": "sr_RS", "LC_ALL": "en"}, "en"),
        ({"LC_ALL": "", "LANG": "sr"}, "sr"),
        ({"LANG": "C.UTF-8"}, "sq"),
        ({"LANG": "de_DE.UTF-8"}, "sq"),
        ({"LANG": "english"}, "sq"),
    ],
)
def test_default_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.default() == expected


def test_no_face_of_the_language_loads_babel() -> None:
    modules = (
        "language, language.terms, language.messages, language.registers, language.amounts, language.dates"
    )
    code = (
        f"import sys, {modules}\n"
        "language.use('sr'); language._('Status'); language.numbers.money(1250050)\n"
        "language.dates.datetime(0)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'babel'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_sentence_loads_no_more_than_it_needs() -> None:
    code = (
        "import sys, language; language.use('sr'); print(language._('Status'))\n"
        "print({'decimal', 'gettext'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[1] == "set()"
