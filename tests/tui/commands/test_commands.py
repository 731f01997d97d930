"""The declarations of the commands hold together."""

from __future__ import annotations

from collections import Counter

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
