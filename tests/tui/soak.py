"""Random keys: ``python -m tests.tui.soak --keys 20000`` presses them over many seeds, or fails.

With resizes and another process that writes in between. After each seed the database must prove whole, and
nothing unexpected may have been logged.
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
from pathlib import Path
from typing import Final

from language import LANGUAGES, use
from store.verify import verify
from tests.plans import small_plan
from tests.tui.harness import Home, home, running
from tui.commands.catalogue import COMMANDS

KEYS_A_SEED: Final = 500
_SIZES: Final = ((80, 24), (60, 20), (120, 40), (200, 50), (40, 10), (61, 21))
_ROOT: Final = Path(__file__).parents[2]
_LEAVING: Final = frozenset({"ctrl+q", "ctrl+c"})
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


def another_process(at: Home, rng: random.Random) -> None:
    """Let the command line write into the same database."""
    number = f"{rng.randint(1, 2)}.1.{rng.randint(1, 4)}"
    arguments = (["note", number, "tjetër proces"], ["set", number, "--status", str(rng.randint(1, 6))])
    done = subprocess.run(
        [sys.executable, "-m", "terren", "--db", str(at.database), *arguments[rng.randint(0, 1)]],
        cwd=_ROOT,
        env={**os.environ, "TERREN_HOME": str(at.places.data), "PYTHONPATH": f"{_ROOT}:{_ROOT / 'import'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr, done.stderr


async def press_random_keys(seed: int, keys: int, folder: Path, *, processes: bool = True) -> int:
    """Press ``keys`` keys of one seed; the number of times that the interface was left and opened again.

    Raises AssertionError, or whatever the interface raised.
    """
    rng = random.Random(seed)
    role, unit = (("field", "17"), ("headquarters", "MPB"))[seed % 2]
    use(LANGUAGES[seed % len(LANGUAGES)])
    at = home(folder, small_plan(), unit=unit, role=role)
    known = bound_keys()
    left, pressed = 0, 0
    while pressed < keys:
        async with running(at, rng.choice(_SIZES)) as (app, pilot):
            while pressed < keys and app.is_running and app.return_value is None:
                pressed += 1
                key = rng.choice(known if rng.random() < 0.7 else _TYPED)
                await pilot.press(key)
                if rng.random() < 0.01:
                    await pilot.resize_terminal(*rng.choice(_SIZES))
                if processes and rng.random() < 0.004:
                    another_process(at, rng)
            assert app.return_code in (None, 0), f"seed {seed}, key {pressed}: {app.log_file}"
        left += 1
    with at.open() as store:
        found = verify(store)
        assert not found.faults, f"seed {seed}: {found.faults}"
    assert not (at.places.data / "terren.log").exists(), f"seed {seed}: something unexpected was logged"
    return left - 1


def main() -> None:
    """Run as many seeds as the wanted number of keys needs, and say what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    began, left = time.monotonic(), 0
    seeds = range(wanted.seed, wanted.seed + -(-wanted.keys // KEYS_A_SEED))
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            # what random keys export or write down goes nowhere else
            os.environ["HOME"] = folder
            left += asyncio.run(press_random_keys(seed, KEYS_A_SEED, Path(folder)))
    sys.stdout.write(
        f"{len(seeds) * KEYS_A_SEED} keys over {len(seeds)} seeds, left and opened again {left} times,"
        f" {time.monotonic() - began:.0f} s, no failure\n"
    )


if __name__ == "__main__":
    main()
