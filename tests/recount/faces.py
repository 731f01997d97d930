"""What each face says, as the command line prints it for scripts, in the form of the recount."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from terren.__main__ import run

MONEY = ("planned", "allocated", "spent", "spent_capital", "spent_recurrent", "spent_outside", "remaining")


class Refusal(Exception):
    """A command refused; its one argument is the code."""


def said(database: Path, *words: str) -> Any:
    """What a command prints as JSON; its words for people are left out. Raises Refusal."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([*words, "--json", "--db", str(database)])
    if code not in (0, 3):
        refused = json.loads(err.getvalue().splitlines()[-1])["error"]["code"]
        # a mistake of the program is no answer
        assert refused != "unexpected", (words, err.getvalue())
        raise Refusal(refused)
    return json.loads(out.getvalue())


def report(database: Path, *words: str) -> Any:
    """A report as its file in JSON."""
    goal = database.with_name("report.json")
    said(database, "report", *words, "-o", str(goal), "--force")
    return json.loads(goal.read_text("utf-8"))


def cents(amount: float | None) -> int | None:
    return None if amount is None else round(100 * amount)


def percent(part: int, whole: int) -> float | None:
    """A share in percent with two decimals, halves away from zero."""
    if not whole:
        return None
    sign = -1 if (part < 0) != (whole < 0) else 1
    return sign * ((abs(part) * 20_000 + abs(whole)) // (2 * abs(whole))) / 100


def share(part: int, whole: int, places: int = 0) -> str:
    """A share as it is printed in English, halves away from zero; a dash of nothing."""
    if not whole:
        return "–"
    rounded = (2 * abs(part) * 100 * 10**places + abs(whole)) // (2 * abs(whole))
    return f"{(-1 if part * whole < 0 else 1) * rounded / 10**places:,.{places}f}%"


def stated(figure: dict[str, Any]) -> dict[str, Any]:
    """What a report states of a figure, in the same form."""
    is_money = figure["id"] in MONEY or figure["id"] == "execution"
    sums = {name: figure[name] for name in ("numerator", "denominator")}
    if is_money:
        sums = {name: cents(amount) for name, amount in sums.items()}
    value = cents(figure["value"]) if figure["id"] in MONEY else figure["value"]
    return {"value": value, **sums}


def differences(found: Any, expected: Any, path: str = "") -> Iterator[str]:
    """Where two forms differ."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            if key not in found or key not in expected:
                yield f"{path}/{key}: {found.get(key, 'nothing')} is said, not {expected.get(key, 'nothing')}"
            else:
                yield from differences(found[key], expected[key], f"{path}/{key}")
    elif found != expected:
        yield f"{path}: {found} is said, {expected} is counted"
