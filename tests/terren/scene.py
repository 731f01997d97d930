"""The scene that the examples of the help speak of: laptops, a stick, files, and the ids they name."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

import openpyxl

from planreader.review.tomlform import write_toml
from store.opening.open_store import open_store
from store.plan.load import load_plan
from store.plan.model import Plan
from terren import __version__
from terren.__main__ import run
from terren.help import examples
from tests.planreader.tables import plan, word
from tests.sync.update.bundles import bundle
from tests.terren.conftest import LAPTOPS, acquaint_all

UNITS = {**LAPTOPS, "new": ("Prizren", "field")}


def called(home: Path, *arguments: str | Path) -> tuple[int, str, str]:
    """Call the command line with a home; its exit code, standard output and standard error."""
    os.environ["TERREN_HOME"] = str(home)
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = run([str(argument) for argument in arguments])
    return code, out.getvalue(), err.getvalue()


def build(folder: Path) -> dict[str, str]:
    """Set the scene in a folder; what the examples call the ids in it, and what these really are."""

    def call(who: str, *arguments: str | Path) -> str:
        code, out, err = called(folder / who, *arguments)
        assert code in (0, 3), (arguments, err)
        return out

    def form(who: str, *arguments: str | Path) -> Any:
        return json.loads(call(who, *arguments, "--json"))

    for name in ("stick", "box", "enrolments", "letters", "carried"):
        (folder / name).mkdir()
    for who, (unit, role) in UNITS.items():
        call(who, "init", "--officer", who, "--unit", unit, "--role", role)
    acquaint_all(folder)
    call("peja", "set", "1.1.1", "--status", "implemented")
    call("peja2", "set", "1.1.1", "--status", "in_progress")
    for who in ("peja", "peja2", "new"):
        call("hq", "receive", form(who, "export", "--to", folder / "carried")["path"])
    call("peja2", "set", "1.1.6", "--status", "in_progress")
    call("peja", "note", "1.1.2", "Two officers were appointed.")
    call("peja", "export", "--to", folder / "stick")
    call("new", "trust", "request", "-o", folder / "enrolments")
    _revise(folder)
    call("hq", "revision", "publish", folder / "revised.plan.toml", "--removed", "1.1.6", "--yes")
    call("peja2", "receive", form("hq", "export", "--to", folder / "carried", "--for", "Pejë")["path"])
    call("hq", "period", "open", "2022", "--due", "2023-01-31")
    call("hq", "publish-update", bundle(folder / "terren.pyz", "99.0.0"), "--to", folder / "box")
    call("peja", "receive", form("hq", "export", "--to", folder / "carried")["path"])
    call("hq", "decide", "1.1.2", "Send the list.", "--responsible", "MAPL", "--due", "2022-03-31")
    meeting = form("hq", "meeting", "open", "Coordination", "1.1.1")["id"]
    for text in ("One officer was appointed.", "Two officers were appointed."):
        call("hq", "note", "1.1.1", text)
    call("hq", "undo")
    call("hq", "report", "--period", "2022", "-o", folder / "report-2022.json")
    call("hq", "backup", "-o", folder / "backup.db")
    bundle(folder / "terren.pyz", "99.1.0")
    bundle(folder / "here.pyz", __version__)
    word(folder / "strategy.docx", [plan()])
    book = openpyxl.Workbook()
    for row in (
        ("Nr.", "Veprimi", "Statusi"),
        *((f"1.1.{n}", f"Masa 1.1.{n} për komunat", "Në proces") for n in (1, 2)),
    ):
        book.worksheets[0].append(row)
    book.save(folder / "peja.xlsx")
    (folder / "page.txt").write_text("1.1.1 2 500\n", "utf-8")
    (folder / "reports.jsonl").write_text('{"nr": "1.1.4", "status": "in_progress"}\n', "utf-8")
    (waiting,) = (one for one in form("hq", "trust", "list") if one["state"] == "waiting")
    return {
        examples.MEETING: meeting,
        examples.CONFLICT: form("hq", "conflicts")[0]["id"],
        examples.ENTRY: form("hq", "show", "1.1.1")["notes"][0]["entry"],
        examples.AGREED: form("hq", "agreed")[0]["entry"],
        examples.LAPTOP: _replica(folder / "peja2"),
        examples.FINGERPRINT: waiting["fingerprint"],
    }


def _revise(folder: Path) -> None:
    """The plan without 1.1.6, as headquarters revised it."""
    with open_store(folder / "hq" / "terren.db", read_only=True) as store:
        before = load_plan(store)
    write_toml(without(before, "1.1.6"), folder / "revised.plan.toml")
    write_toml(before._replace(id="other", title="Plani tjetër"), folder / "other.plan.toml")


def without(before: Plan, nr: str) -> Plan:
    return before._replace(
        strategic_objectives=tuple(
            strategic._replace(
                specific_objectives=tuple(
                    specific._replace(actions=tuple(one for one in specific.actions if one.nr != nr))
                    for specific in strategic.specific_objectives
                )
            )
            for strategic in before.strategic_objectives
        ),
        provenance={path: place for path, place in before.provenance.items() if path.partition("/")[0] != nr},
    )


def _replica(home: Path) -> str:
    with open_store(home / "terren.db", read_only=True) as store:
        return str(store.conn.execute("SELECT replica FROM identity").fetchone()[0])
