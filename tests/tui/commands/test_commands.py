"""The declarations of the commands hold together."""

from __future__ import annotations

from collections import Counter

import pytest

from language import _, speaking
from language.build import messages, read
from terren.command_line import COMMANDS as ENTRIES
from tools.rules.wording import strings
from tui.commands.catalogue import COMMANDS, FOOTER_LIMIT, GROUPS, TOGETHER, commands_of, footer

CONTEXTS = sorted({command.context for command in COMMANDS})


def test_ids_are_unique_and_groups_are_known() -> None:
    assert [n for n, count in Counter(command.id for command in COMMANDS).items() if count > 1] == []
    assert {command.group for command in COMMANDS} == set(GROUPS)


def test_no_key_means_two_things_at_once() -> None:
    for contexts in (*((context,) for context in CONTEXTS), *TOGETHER):
        keys = Counter(key for command in commands_of(*contexts) for key in command.keys)
        assert [key for key, count in keys.items() if count > 1] == [], contexts


def test_the_footer_never_holds_more_than_seven() -> None:
    shown = {
        (context, needs): len(footer((context, "tree"), needs))
        for context in CONTEXTS
        for needs in ("", "action", "objective")
    }
    assert {place: keys for place, keys in shown.items() if keys > FOOTER_LIMIT} == {}


BEGINNINGS = {
    "sq": "E Emri Është Hap Mbyll Në Një Përmend Shfaq Si Sipas Të Vendos Vetëm Zgjidh Çfarë",
    "sr": "Koje Na Nastavlja Naziv Ponovo Prvo Samo Sve Svi Trajno Traži U Vaš Šta",
}
"""Words with which both a key and the help of a command may begin: no verbs, or of one form for both."""


@pytest.mark.parametrize("code", BEGINNINGS)
def test_a_key_is_told_what_to_do_and_help_says_what_a_command_does(code: str) -> None:
    def first(text: str) -> str:
        return text.split()[0].strip(".,;:")

    with speaking(code):
        keys = {first(command.explanation) for command in COMMANDS}
        asked = {first(_(entry.help)) for entry in ENTRIES.values()}
    for message in messages(read(code)):
        if all(place.startswith("terren/commands/") for place, _line in message.locations):
            asked |= {first(text) for text in strings(message) if text.endswith(".")}
    assert (keys & asked) - {*BEGINNINGS[code].split()} == set()
