"""Random keys: ``python -m tests.tui.soak --keys 20000`` presses them over many seeds, or fails.

With resizes and another process that writes in between. Keys that mean something on the screen are the
likeliest, so that all screens are reached; how many keys each got is counted. After each seed the database
must prove whole, and nothing unexpected may have been logged.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from language import LANGUAGES, use
from store.db.places import Places
from store.integrity.verify import verify
from tests.support.paths import ROOT
from tests.tui.harness import Home, running
from tests.tui.workplaces import copy_of, document, laptop, office, revised
from tui.app.application import TerrenApp
from tui.commands.catalogue import COMMANDS, active_with, by_id, commands_of

KEYS_A_SEED: Final = 500
_SIZES: Final = ((80, 24), (60, 20), (120, 40), (200, 50), (61, 21), (80, 24), (60, 20), (120, 40))
_TOO_SMALL: Final = (40, 10)
_LEAVING: Final = frozenset({"ctrl+q", "ctrl+c"})
_CLOSING: Final = ("close_", "leave_", "back_", "end_", "quit")
_DOORS: Final = (
    *("overview", "history", "history_of_all", "conflicts", "matrix", "inbox", "mailbox", "review_plan"),
    *("money", "details", "evidence", "indicators", "assess", "meeting", "revision", "export", "filter"),
    *("note", "identity", "choose_status", "names", "publish_plan"),
)
"""The commands of the main screen that open another one."""
_PATHS: Final = {
    "ReviewFileScreen": ("plani.xlsx",),
    "PublishFileScreen": ("r.plan.toml", "asking.plan.toml", "plani.xlsx"),
    "MailboxScreen": ("box",),
    "ExportScreen": ("box",),
    "MinutesScreen": ("box",),
}
_TYPED: Final = (
    *"0123456789.,+-abcxyzëç /?[]*",
    "enter",
    "escape",
    "tab",
    "backspace",
    "delete",
    "up",
    "down",
)


def bound_keys() -> list[str]:
    """Every key that means something anywhere."""
    return sorted({key for command in COMMANDS for key in command.keys} - _LEAVING)


def next_keys(app: TerrenApp, rng: random.Random, folder: Path) -> list[str]:
    """The keys to press next: one that the screen knows, one typed, any one, or a whole path."""
    where = type(app.screen).__name__
    chance = rng.random()
    if where in _PATHS and chance < (0.3 if where.endswith("FileScreen") else 0.05):
        return ["ctrl+u", *str(folder / rng.choice(_PATHS[where])), "enter"]
    if where == "EnrolScreen" and chance < 0.1:
        return [*rng.choice(("1", "2", "Ana")), "enter"]
    contexts = getattr(app.screen, "contexts", ())
    if where == "PlanScreen" and chance < 0.3:
        return [rng.choice(by_id(rng.choice(_DOORS)).keys)]
    if where == "SmallScreen" and chance < 0.3:
        return ["resize"]
    if where != "PlanScreen" and (chance > 0.95 or (not contexts and chance < 0.5)):
        return ["escape", "escape"]
    known = commands_of(*contexts, *(both for one in contexts for both in active_with(one)))
    if chance < 0.6 and known:
        command = rng.choice(known)
        # what closes a screen is pressed less often, or nobody would stay long enough to do anything
        if command.id.startswith(_CLOSING) and rng.random() < 0.5:
            command = rng.choice(known)
        return [key for key in (rng.choice(command.keys),) if key not in _LEAVING]
    return [rng.choice(_TYPED if chance < 0.85 else bound_keys())]


def workplace(seed: int, folder: Path) -> Home:
    """Headquarters, a laptop, or its copy, where every screen has something to show; or the first run."""
    if seed % 10 in (3, 8):
        return Home(Places(folder / "fresh", folder / "fresh"), folder / "fresh" / "terren.db")
    if seed % 2:
        return office(folder)
    return copy_of(laptop(folder), folder) if seed % 6 == 4 else laptop(folder)


def another_process(at: Home, rng: random.Random) -> None:
    """Let the command line write into the same database."""
    number = f"{rng.randint(1, 2)}.1.{rng.randint(1, 4)}"
    arguments = (["note", number, "tjetër proces"], ["set", number, "--status", str(rng.randint(1, 6))])
    done = subprocess.run(
        [sys.executable, "-m", "terren", "--db", str(at.database), *arguments[rng.randint(0, 1)]],
        cwd=ROOT,
        env={**os.environ, "TERREN_HOME": str(at.places.data), "PYTHONPATH": f"{ROOT}:{ROOT / 'import'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr, done.stderr


async def press_random_keys(
    seed: int, keys: int, folder: Path, *, processes: bool = True
) -> tuple[int, Counter[str]]:
    """Press ``keys`` keys of one seed; how often the interface was left, and the keys by screen.

    Raises AssertionError, or whatever the interface raised.
    """
    rng = random.Random(seed)
    use(LANGUAGES[seed % len(LANGUAGES)])
    at = workplace(seed, folder)
    document(folder)
    if at.database.exists():
        for asking in (False, True):
            revised(at, folder, asking=asking)
    (folder / "box").mkdir(exist_ok=True)
    left, pressed = 0, Counter[str]()
    while pressed.total() < keys:
        first_run = not at.database.exists()
        async with running(at, rng.choice(_SIZES), first_run=first_run) as (app, pilot):
            while pressed.total() < keys and app.is_running and app.return_value is None:
                for key in next_keys(app, rng, folder):
                    pressed[type(app.screen).__name__] += 1
                    if key == "resize":
                        await pilot.resize_terminal(*rng.choice(_SIZES))
                    else:
                        await pilot.press(key)
                if rng.random() < 0.01:
                    await pilot.resize_terminal(*rng.choice((*_SIZES, _TOO_SMALL)))
                if processes and at.database.exists() and rng.random() < 0.004:
                    another_process(at, rng)
            assert app.return_code in (None, 0), f"seed {seed}, key {pressed.total()}: {app.log_file}"
        left += 1
    if at.database.exists():
        with at.open() as store:
            found = verify(store)
            assert not found.faults, f"seed {seed}: {found.faults}"
    logged = at.places.data / "terren.log"
    assert not logged.exists(), f"seed {seed}: something unexpected was logged\n{logged.read_text('utf-8')}"
    return left - 1, pressed


def main() -> None:
    """Run as many seeds as the wanted number of keys needs, and say what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    began, left, pressed = time.monotonic(), 0, Counter[str]()
    seeds = range(wanted.seed, wanted.seed + -(-wanted.keys // KEYS_A_SEED))
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            # what random keys export or write down goes nowhere else
            os.environ["HOME"] = folder
            reopened, by_screen = asyncio.run(press_random_keys(seed, KEYS_A_SEED, Path(folder)))
        left, pressed = left + reopened, pressed + by_screen
        sys.stderr.write(f"seed {seed}: {by_screen.total()} keys\n")
    for screen, keys in sorted(pressed.items()):
        sys.stdout.write(f"{screen:20} {keys:6}\n")
    sys.stdout.write(
        f"{pressed.total()} keys over {len(seeds)} seeds, left and opened again {left} times,"
        f" {time.monotonic() - began:.0f} s, no failure\n"
    )


if __name__ == "__main__":
    main()
