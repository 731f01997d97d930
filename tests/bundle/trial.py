"""Tries what ``make bundle`` made as an office without internet would: ``python -m tests.bundle.trial``.

In a namespace without network and with nothing of this user's: each kind is installed, an officer enrols on
it, reports and exports, and headquarters on another kind takes the file; both then hold the same.
The folder for Windows is tried the same way under wine, where that is here.
``--short`` tries ``terren.pyz`` against the installer, and what the folder for Windows does alone.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from terren import __version__
from tests.bundle import wine
from tests.bundle.archives import look_at_archives
from tests.bundle.installations import (
    FOR_HEADQUARTERS,
    KINDS,
    Failed,
    Installation,
    Kind,
    installation,
    network_can_be_cut,
)
from tests.bundle.newer import VERSION, newer_bundles
from tests.bundle.starts import is_prepared_for, start_lines, states
from tests.bundle.wine_user import installed_and_removed
from tests.bundle.work import everyday, journey, read_a_long_document, work_of_headquarters

ROOT: Final = Path(__file__).parents[2]
_FLOOR: Final = re.compile(r"-glibc2\.(\d+)-")
_OLDEST: Final = 28
"""Of glibc 2: what systems have that are still used. Debian has it since version 10, Red Hat since 8."""
_TOO_NEW: Final = (
    "the folder with its own Python asks for glibc 2.{}; with make bundle-python before, an old one"
)
_EVERYDAY: Final = (
    "ok   {}: took an edit back, listed, looked back, backed up, opened a guide, made the demonstration"
)
_OF_HEADQUARTERS: Final = (
    "ok   {}: read plans as Word, Excel and PDF files, took back a form, wrote the report in every form"
)


def update_by_stick(officer: Installation, headquarters: Installation, newer: Path, stick: Path) -> None:
    """Headquarters publishes a newer version; both install it from the stick, and the officer goes back.

    Who goes back by force keeps what was exported since. Raises Failed.
    """

    def version(one: Installation) -> str:
        return one("--version").split()[1]

    headquarters("trust", "request", "-o", stick)
    (enrolment,) = set(stick.glob("*.terren-enrol")) - {next(stick.glob("*_17_*.terren-enrol"), None)}
    officer("trust", "accept", enrolment, "--role", "headquarters")
    headquarters("publish-update", newer, "--to", stick, "--note", "Me përditësim nga USB-ja.")
    headquarters("sync", stick)
    officer("sync", stick)
    (check,) = (
        one for one in json.loads(officer("doctor", "--json", expected=(3,))) if one["subject"] == "update"
    )
    if check["code"] != "update_waits" or check["params"]["version"] != VERSION:
        raise Failed(f"{officer.kind.name} does not know of the version that waits: {check}")
    for one in (officer, headquarters):
        one("update", stick)
        if version(one) != VERSION:
            raise Failed(f"{one.kind.name} starts {version(one)} after the update")
        one("verify")
    officer("set", "1.2.3", "--percent", "60")
    before = officer("state", "--json")
    officer("update", "--back", expected=(1,))
    officer("sync", stick)
    officer("update", "--back", "--force")
    if version(officer) != __version__ or officer("state", "--json") != before:
        raise Failed(f"{officer.kind.name} did not come back whole from the update")
    officer("verify")
    officer("sync", stick)
    headquarters("sync", stick, expected=(0, 3))


def tried_in_wine(dist: Path, newer: Path, folder: Path, *, cut: bool, short: bool) -> list[str]:
    """Try the folder for Windows with ``terren.pyz`` of this system as headquarters; lines to print.

    Raises Failed.
    """
    if wine.WINE is None:
        return ["SKIP windows: there is no wine here (Debian: wine64)"]
    officer = wine.carried(dist, folder / "windows", cut=cut)
    stick = folder / "stick for windows Ç Ђ"
    lines = []
    try:
        wine.refused_inside_the_archive(officer)
        wine.refused_on_another_processor(officer)
        wine.refused_on_an_older_windows(officer)
        wine.refused_and_kept_on_the_screen(officer)
        headquarters = installation(KINDS[0], dist, folder / "windows-hq", cut=cut)
        journey(officer, headquarters, stick)
        lines.append("ok   windows (wine): enrolled, reported, exported; taken by pyz")
        wine.receives(officer, headquarters, stick.with_name("another stick"))
        lines.append("ok   windows (wine): took a change set of pyz")
        if short:
            return lines
        wine.killed_and_started_again(officer)
        lines.append("ok   windows (wine): killed while it recorded, and whole")
        everyday(officer, folder)
        lines.append(_EVERYDAY.format("windows (wine)"))
        read_a_long_document(officer, folder)
        update_by_stick(officer, headquarters, newer, stick)
        lines.append("ok   windows (wine): updated from the stick, and back")
        installed_and_removed(officer)
        lines.append("ok   windows (wine): installed for the user, started from the PATH, and removed")
        wine.keys_are_taken(officer)
        lines.append("ok   windows (wine): the interface took keys and recorded")
        lines.append(wine.start_line(officer))
    finally:
        wine.ended(officer)
    headquarters = wine.carried(dist, folder / "windows-of-headquarters", cut=cut, hq=True)
    try:
        work_of_headquarters(headquarters, folder)
    finally:
        wine.ended(headquarters)
    return [*lines, _OF_HEADQUARTERS.format("windows (wine), headquarters")]


def tried(dist: Path, folder: Path, kinds: Sequence[Kind], *, cut: bool) -> list[str]:
    """Try each kind with the next as headquarters; lines to print. Raises Failed."""
    look_at_archives(dist)
    floors = [int(floor) for path in dist.glob("terren-*-program.zip") for floor in _FLOOR.findall(path.name)]
    lines = [f"NOTE {_TOO_NEW.format(floor)}" for floor in floors if floor > _OLDEST]
    newer = newer_bundles(dist, folder / "newer", program=any(kind.name == "program" for kind in kinds))
    made = [installation(kind, dist, folder / kind.name, cut=cut) for kind in kinds]
    short = len(kinds) < len(KINDS)
    lines += tried_in_wine(dist, newer, folder, cut=cut, short=short)
    for n, officer in enumerate(made):
        other = kinds[(n + 1) % len(kinds)]
        headquarters = installation(other, dist, folder / f"{other.name}-hq", cut=cut)
        journey(officer, headquarters, folder / f"stick-{n}")
        read_a_long_document(officer, folder)
        lines.append(f"ok   {officer.kind.name}: enrolled, reported, exported; taken by {other.name}")
        update_by_stick(officer, headquarters, newer, folder / f"stick-{n}")
        lines.append(f"ok   {officer.kind.name}: updated from the stick, and back; {other.name}: updated")
        if n == 0:
            found = states(officer, folder)
            lines += [is_prepared_for(state, officer.command) for state in found]
        if short:
            return lines
        everyday(officer, folder)
        lines.append(_EVERYDAY.format(officer.kind.name))
    work_of_headquarters(installation(FOR_HEADQUARTERS, dist, folder / "hq", cut=cut), folder)
    lines.append(_OF_HEADQUARTERS.format("hq"))
    return [*lines, *start_lines(found, made)]


def main() -> int:
    """Try, and say what was found; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bundle.trial")
    parser.add_argument("--short", action="store_true", help="terren.pyz against the installer alone")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", metavar="FOLDER")
    chosen = parser.parse_args()
    cut = network_can_be_cut()
    if not cut:
        sys.stdout.write("NOTE this user may not cut the network here; it is tried with the network there\n")
        if not chosen.short:
            return 1
    with tempfile.TemporaryDirectory(prefix="terren-trial-") as name:
        try:
            lines = tried(chosen.dist.absolute(), Path(name), KINDS[:2] if chosen.short else KINDS, cut=cut)
        except Failed as failed:
            sys.stdout.write(f"FAIL {failed}\n")
            return 1
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
