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
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from packaging.utils import parse_wheel_filename

from terren import __version__
from tests.bundle import wine
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

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT / "tests" / "documents" / "set" / "sr-5y-6004.docx"
SAMPLE: Final = ROOT / "samples" / "migration-2021-2023.txt"
_LARGEST: Final = 25_000_000
"""Bytes of a file that an officer is given."""
_FLOOR: Final = re.compile(r"-glibc2\.(\d+)-")
_OLDEST: Final = 28
"""Of glibc 2: what systems have that are still used. Debian has it since version 10, Red Hat since 8."""
_TOO_NEW: Final = (
    "the folder with its own Python asks for glibc 2.{}; with make bundle-python before, an old one"
)


def journey(officer: Installation, headquarters: Installation, stick: Path) -> None:
    """Enrol, report, export; headquarters takes the file. Raises Failed."""
    stick.mkdir()
    officer("init", "--officer", "Arta Krasniqi", "--unit", "17", "--language", "sq")
    officer("set", "1.2.3", "--status", "in_progress", "--percent", "40")
    officer("spend", "1.2.3", "--year", "2022", "--capital", "1.250,50")
    officer("note", "1.2.3", "Trajnimi u mbajt në Pejë")
    officer("trust", "request", "-o", stick)
    officer("export", "--to", stick)
    (file,) = stick.glob("*.terren")
    (enrolment,) = stick.glob("*.terren-enrol")
    headquarters("init", "--officer", "Qendra", "--unit", "MPB", "--role", "headquarters")
    headquarters("trust", "accept", enrolment)
    headquarters("receive", file)
    for one in (officer, headquarters):
        one("verify")
    there, here = (json.loads(one("state", "--json")) for one in (officer, headquarters))
    if not there or there != here:
        raise Failed(f"{headquarters.kind.name} does not hold what {officer.kind.name} sent")


def read_a_long_document(one: Installation, folder: Path) -> None:
    """Import a text that is so long that a process of its own reads it. Raises Failed."""
    document = folder / "long.txt"
    lines = SAMPLE.read_text("utf-8").splitlines()
    document.write_text("\n".join(f"{line}{' ' * 80}" for line in lines), "utf-8")
    made = folder / f"{one.kind.name}.plan.toml"
    one("import", document, "-o", made)
    if not made.is_file():
        raise Failed(f"{one.kind.name} wrote no plan")


def work_of_headquarters(one: Installation, folder: Path) -> None:
    """Import a Word file, and write the report in every form. Raises Failed."""
    one("init", "--officer", "Qendra", "--unit", "MPB", "--role", "headquarters")
    made = [folder / f"{one.kind.name}-{name}" for name in ("a.plan.toml", "b.docx", "b.xlsx", "b.html")]
    one("import", DOCUMENT, "-o", made[0])
    for path in made[1:]:
        one("report", "--period", "2022", "-o", path, expected=(0, 3))
    if missing := [path.name for path in made if not path.is_file()]:
        raise Failed(f"{one.kind.name} did not write {', '.join(missing)}")


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
        read_a_long_document(officer, folder)
        update_by_stick(officer, headquarters, newer, stick)
        lines.append("ok   windows (wine): updated from the stick, and back")
        wine.installed_and_removed(officer)
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
    return [*lines, "ok   windows (wine), headquarters: read a Word file, wrote the report in every form"]


def _is_too_large(path: Path) -> bool:
    """Whether it is more than an officer is given."""
    return not path.name.startswith("terren-hq-") and path.stat().st_size > _LARGEST


def _without_licence(dist: Path) -> list[str]:
    """What the bill of materials names without saying its licence; nothing where no bill was made."""
    path = dist / "terren.cdx.json"
    components = json.loads(path.read_text("utf-8"))["components"] if path.is_file() else []
    return [one["bom-ref"] for one in components if not one.get("licenses")]


def _unlisted(dist: Path) -> list[str]:
    """The wheels in installers that the bill of materials does not list; nothing where no bill was made."""
    path = dist / "terren.cdx.json"
    if not path.is_file():
        return []
    listed = {one["bom-ref"] for one in json.loads(path.read_text("utf-8"))["components"]}
    wheels: set[str] = set()
    for bundle in dist.glob("terren-*.zip"):
        with zipfile.ZipFile(bundle) as archive:
            wheels |= {Path(name).name for name in archive.namelist() if name.endswith(".whl")}
    named = {wheel: parse_wheel_filename(wheel)[:2] for wheel in sorted(wheels)}
    return [
        wheel
        for wheel, (name, version) in named.items()
        if name != "terren" and f"pkg:pypi/{name}@{version}" not in listed
    ]


def tried(dist: Path, folder: Path, kinds: Sequence[Kind], *, cut: bool) -> list[str]:
    """Try each kind with the next as headquarters; lines to print. Raises Failed."""
    if large := [path.name for path in dist.glob("terren[.-]*") if _is_too_large(path)]:
        raise Failed(f"larger than {_LARGEST} bytes: {', '.join(large)}")
    if silent := _without_licence(dist):
        raise Failed(f"the bill of materials says no licence of {', '.join(silent)}")
    if unlisted := _unlisted(dist):
        raise Failed(f"the bill of materials does not list {', '.join(unlisted)}")
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
    work_of_headquarters(installation(FOR_HEADQUARTERS, dist, folder / "hq", cut=cut), folder)
    lines.append("ok   hq: read a Word file, wrote the report in every form")
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
