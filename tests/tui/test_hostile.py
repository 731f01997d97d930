"""Texts from files never act on the screen: no markup, no link, no escape, no broken layout."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from rich.cells import cell_len

from store.plan.model import (
    ADMIN,
    Action,
    Deadline,
    Indicator,
    Plan,
    SpecificObjective,
    StrategicObjective,
    Target,
)
from sync.receive.receive import receive
from tests.plans import small_plan
from tests.sync.world import installation
from tests.tui.harness import grid, home, running

HOSTILE = (
    "a [/b] c",
    "[@click=app.quit]press[/]",
    "[bold red]x[/bold red] [link=file:///etc/passwd]y[/link]",
    "$foreground {braces} %s \\[",
    "esc\x1b[2J\x1b]0;title\x07 c1\x9b31m nul\x00 bell\x07",
    "bidi \u202eesrever\u202c \u2066iso\u2069 \u200emark",
    "zero\u200bwidth\u200d joiner\ufe0f \ufeffbom \u00adsoft",
    "W" * 300,
    "combining e" + "\u0301" * 40 + " end",
    "wide 日本語テキスト " * 8,
    "line\nbreak\r\n\ttab\u2028para",
)


def hostile_plan(text: str) -> Plan:
    """A plan that has ``text`` in every field."""
    action = Action(
        nr="1.1.1",
        id="1.1.1",
        title=text,
        deadline=Deadline(text[:40], 2021, 2022),
        budget={2021: ADMIN, 2022: 10**12, 2023: None},
        funding=(text, text),
        lead=(text,),
        support=("Komunat", text + "2"),
        outputs=(text,),
        documents=(text, text),
    )
    indicator = Indicator(text, Target(text, 2021), Target(None, 2023), Target(text, 2025), text)
    specific = SpecificObjective(
        "1.1", text, (indicator,), (action,), text, {2021: None, 2022: 1, 2023: None}
    )
    return small_plan()._replace(
        title=text,
        strategic_objectives=(StrategicObjective("1", text, (indicator,), (specific,)),),
        findings=(),
        provenance={},
    )


def assert_harmless(shown: str, width: int) -> None:
    """No control or invisible character, and no line wider than the terminal."""
    for line in shown.split("\n"):
        assert cell_len(line) <= width
        assert [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")] == []
    assert re.search("[\u0300-\u036f]{4}", unicodedata.normalize("NFD", shown)) is None


async def test_markup_is_shown_as_it_stands(tmp_path: Path) -> None:
    async with running(home(tmp_path, hostile_plan(HOSTILE[1])), (120, 40)) as (app, pilot):
        await pilot.press("j", "j")
        assert "[@click=app.quit]press[/]" in grid(app)
        for x, y in ((70, 3), (75, 4), (80, 9)):
            await pilot.click(offset=(x, y))
        assert app.is_running
        assert app.return_value is None


async def test_what_a_hostile_file_brought_passes_through_every_screen(tmp_path: Path) -> None:
    """Names, registers and values that the strict form of files lets through, from an accepted laptop."""
    at = home(tmp_path / "center", unit="MPB", role="headquarters")
    for n, text in enumerate(
        ("[@click=app.quit]x[/]", "zero\u200bwidth \ufeff soft\u00ad", "e" + "\u0323" * 60)
    ):
        word = unicodedata.normalize("NFC", text)
        evil = installation(tmp_path / f"evil{n}", officer=word)
        for field in ("status", "percent", "reason", "reason_text", "new_deadline", "next_steps"):
            evil.edit("1.1.1", field, word)
        for kind, field in (
            ("note", f"{n}" * 12),
            ("evidence", f"{n}" * 12),
            ("money", "2022.capital.spent"),
        ):
            evil.edit("1.1.1", field, {"title": word, "ref": word} if kind == "evidence" else word, kind=kind)
        evil.edit(word, word, {word: [word]}, kind=word)
        file = evil.export(tmp_path)
        evil.store.close()
        with at.open() as store:
            assert receive(store, at.places, file.path, accept=file.check_code).new == 10
    for size in ((120, 60), (60, 20)):
        async with running(at, size) as (app, pilot):
            for keys in (
                ("j", "j"),
                ("enter",),
                ("escape", "s"),
                ("escape", "b"),
                ("escape", "2"),
                ("escape", "e"),
            ):
                await pilot.press(*keys)
                assert_harmless(grid(app), size[0])
            assert app.return_value is None
            assert app.is_running
