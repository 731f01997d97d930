"""The declarations of the commands hold together."""

from __future__ import annotations

from collections import Counter

import pytest

from tui.commands.catalogue import COMMANDS, FOOTER_LIMIT, GROUPS, TOGETHER, commands_of, footer

CONTEXTS = sorted({command.context for command in COMMANDS})


def test_ids_are_unique_and_groups_are_known() -> None:
    assert [n for n, count in Counter(command.id for command in COMMANDS).items() if count > 1] == []
    assert {command.group for command in COMMANDS} == set(GROUPS)


@pytest.mark.parametrize("contexts", [*((context,) for context in CONTEXTS), *TOGETHER])
def test_no_key_means_two_things_at_once(contexts: tuple[str, ...]) -> None:
    keys = Counter(key for command in commands_of(*contexts) for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("needs", ["", "action", "objective"])
def test_the_footer_never_holds_more_than_seven(context: str, needs: str) -> None:
    assert len(footer((context, "tree"), needs)) <= FOOTER_LIMIT
