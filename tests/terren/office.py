"""The office in which the command lines of the guides are typed: what their placeholders stand for, on whose
laptop a line is typed, what is answered where it asks, and with which code it ends."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from textual.pilot import Pilot

from planreader.review.tomlform import write_toml
from report import analysts
from store.opening.open_store import open_store
from store.plan.load import load_plan
from store.revision.plan_database import write_plan_database
from sync.update import installation
from sync.update.installation import Pyz
from terren.__main__ import run
from terren.help import examples
from tests.planreader.tables import action, plan, word, workbook
from tests.plans import small_plan
from tests.terren import scene
from tests.terren.printed import Line
from tui.app.application import TerrenApp

_NOBODY: Final = "postgresql://arta@127.0.0.1:1/terren"
"""No server answers there; tests/terren/exchange/test_server.py has one."""

MEANT: Final = {
    "/media/stick": "stick",
    "/media/stick/*.terren": "stick/*.terren",
    "CODE": examples.FINGERPRINT,
    "COMMAND": "set",
    "DATE": "2022-03-14",
    "ENTRY": examples.ENTRY,
    "FILE": "carried/TERREN_20_*.terren",
    "FILE.xlsx": "list.xlsx",
    "FINGERPRINT": examples.FINGERPRINT,
    "FOLDER": "stick",
    "ID": examples.LAPTOP,
    "KEY": "reserve.key",
    "NEW": "1.1.5",
    "NR": "1.1.1",
    "OLD": "1.1.6",
    "S": "implemented",
    "URL": _NOBODY,
    "plan-2.docx": "plan-2.plan.toml",
    "postgresql://arta@server.example/terren": _NOBODY,
    "postgresql://owner@server.example/terren": _NOBODY,
}
"""What a word stands for, in every line."""

TRANSLATED: Final = {
    "Peć": "Pejë",
    "EMRI": "NAME",
    "IME": "NAME",
    "I_RIU": "NEW",
    "I_VJETRI": "OLD",
    "NOVI": "NEW",
    "STARI": "OLD",
    "plani-2.docx": "plan-2.docx",
    "plani.docx": "plan.docx",
    "izvestaj.docx": "report.docx",
    "raporti.docx": "report.docx",
}
"""What the guides in Albanian and Serbian call it."""


class Typed(NamedTuple):
    """How a line is typed."""

    at: str = "hq"
    """On whose laptop."""
    meant: Mapping[str, str] = {}
    """What a word stands for in such a line alone."""
    answers: str | None = None
    """What a person answers who sits at the terminal; None where nobody does."""
    codes: tuple[int, ...] = (0,)
    """With which it may end: 3 where something waits for a person."""


HOW: Final = {
    "": Typed(answers=""),
    "--ascii": Typed(answers=""),
    "--language": Typed(answers=""),
    "backup -o": Typed(meant={"FILE": "kept.db"}),
    "demo": Typed(meant={"FOLDER": "try"}),
    "doctor": Typed(codes=(3,)),
    "enter": Typed(answers="\nBesa\n\n2\n500\nq\ny\n"),
    "export --to -": Typed(at="peja"),
    # WeasyPrint is not there
    "form --paper": Typed(meant={"form.pdf": "form.html"}),
    "import": Typed(meant={"FILE": "plan.docx"}),
    "import plan.docx --review": Typed(answers="q\n"),
    "import FILE --record": Typed(meant={"FILE": "tracker.xlsx"}, answers="lead\ny\n"),
    "import FILE --review": Typed(meant={"FILE": "plan.docx"}, answers="q\n"),
    "inbox": Typed(codes=(0, 3)),
    # elsewhere only headquarters' laptop has one plan still
    "--plan": Typed(at="small", codes=(0, 3)),
    "plans": Typed(at="small"),
    "init --officer": Typed(at="begun"),
    "init --plan": Typed(at="begun-too", meant={"plan.db": "small.db"}),
    "publish-data URL": Typed(codes=(1,)),
    "publish-update": Typed(meant={"FILE": "terren.pyz", "dist": "terren.pyz"}),
    # what this laptop wrote lies on the stick as well
    "receive /media/stick/*.terren": Typed(codes=(3,)),
    "redact": Typed(answers="y\n"),
    # where the same was recorded before for who leads, that is told
    "report-from": Typed(meant={"FILE": "tracker.xlsx"}, answers="y\n", codes=(0, 3)),
    # its cover was set after it was written
    "report --check": Typed(meant={"FILE": "report-2022.json"}, codes=(0, 1)),
    "restore": Typed(meant={"FILE": "backup.db"}, codes=(0, 3)),
    "revision publish": Typed(answers="y\n"),
    "revision publish ours.xlsx": Typed("small", {"ours.xlsx": "small.xlsx"}, "y\n"),
    "revision publish plan-2.docx --match": Typed("small", {"plan-2.docx": "small.plan.toml"}, "y\n"),
    "server": Typed(codes=(1,)),
    "status": Typed(codes=(3,)),
    "sync postgresql://arta@server.example/terren": Typed(codes=(1,)),
    # without a folder in a sentence that names the command, and none in the configuration
    "sync": Typed(codes=(0, 2, 3)),
    "sync /media/stick": Typed(),
    "sync FOLDER": Typed(),
    "sync URL": Typed(codes=(1,)),
    "trust accept FILE": Typed(at="new", meant={"FILE": "headquarters/*"}),
    "trust accept FOLDER": Typed(meant={"FOLDER": "enrolments", "38": "1"}),
    "trust request": Typed(at="new"),
    "trust reserve": Typed(meant={"FILE": "reserve.key"}),
    # its data lie where TERREN_HOME says, which a person named and nothing removes
    "uninstall": Typed(codes=(0, 1)),
    "update": Typed(at="peja", meant={"FOLDER": "box"}),
}
"""Lines that are not typed at headquarters, without questions, with success: by how they begin."""


def how(line: Line) -> Typed:
    """How a line is typed."""
    found = [first for first in HOW if f"{line.words} ".startswith(f"{first} ")]
    return HOW[max(found, key=len)] if found else Typed()


def translated(line: Line) -> Line:
    """The line as the guides in English have it."""
    return line._replace(words=re.sub(r"[^ ]+", lambda word: TRANSLATED.get(word[0], word[0]), line.words))


def prepare(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay into the scene what the guides speak of besides."""
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    # which every call sets anew
    monkeypatch.setenv("TERREN_HOME", "")

    def call(who: str, *arguments: str | Path) -> str:
        code, out, err = scene.called(folder / who, *arguments)
        assert code in (0, 3), (arguments, err)
        return out.strip()

    (folder / "headquarters").mkdir()
    call("hq", "trust", "request", "-o", folder / "headquarters")
    call("peja", "set", "1.2.3", "1.2.4", "--status", "in_progress")
    call("peja", "export", "--to", folder / "stick")
    rows = plan(action("1.1.1", first="1,000"), action("1.1.2", "Trajnimi i zyrtarëve"))
    word(
        folder / "plan.docx",
        [[*rows, ("Gjithsej objektivi specifik 1.1", "", "", "1,500", "2,000", *[""] * 4)]],
    )
    _revise(folder)


def _revise(folder: Path) -> None:
    """Headquarters of a small plan, and what becomes of it; and the plan of the scene without its 1.1.4."""
    before = small_plan()
    write_plan_database(folder / "small.db", before, source_name="plan.docx", source_sha256="00")
    scene.called(
        folder / "small",
        *("init", "--plan", folder / "small.db", "--officer", "C"),
        *("--unit", "MPB", "--role", "headquarters"),
    )
    first, second = before.strategic_objectives
    (one,), (two,) = first.specific_objectives, second.specific_objectives
    kept, asked, third, last = one.actions
    one = one._replace(
        actions=(
            kept,
            third,
            asked._replace(nr="1.1.4", title="Themelimi i zyrave"),
            last._replace(nr="1.1.5"),
        )
    )
    two = two._replace(actions=two.actions[:3])
    after = before._replace(
        strategic_objectives=(
            first._replace(specific_objectives=(one,)),
            second._replace(specific_objectives=(two,)),
        ),
        provenance={},
    )
    write_toml(after, folder / "small.plan.toml")
    # without renumbering, so that publishing asks nothing
    same = (first._replace(title="Qeverisja e përbashkët"), second)
    write_toml(before._replace(strategic_objectives=same, provenance={}), folder / "same.plan.toml")
    scene.called(folder / "small", "import", folder / "same.plan.toml", "-o", folder / "small.xlsx")
    with open_store(folder / "hq" / "terren.db", read_only=True) as store:
        present = load_plan(store)
    write_toml(scene.without(present, "1.1.4"), folder / "plan-2.plan.toml")
    tracked = [(row.nr, row.title, "Në proces", "") for row in [*present.actions()][:2]]
    workbook(folder / "tracker.xlsx", [("Nr.", "Veprimi", "Statusi", ""), *tracked])


class Pipe(io.TextIOWrapper):
    """A stream of a program."""

    def __init__(self, text: bytes = b"") -> None:
        self.kept = io.BytesIO(text)
        super().__init__(self.kept, "utf-8", write_through=True)

    def written(self) -> bytes:
        """What was written into it."""
        return self.kept.getvalue()


class Terminal(Pipe):
    """A stream that a person sees, or types into."""

    def isatty(self) -> bool:
        return True


class Office:
    """A copy of the scene, in which lines are typed one after another."""

    def __init__(self, folder: Path, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.ids, self.patch = folder, ids, monkeypatch
        self.piped = b""
        monkeypatch.chdir(folder)
        monkeypatch.setenv("TERREN_LANGUAGE", "en")
        monkeypatch.setenv("TERREN_PAGER", "")
        monkeypatch.setenv("TERM", "xterm-256color")
        here = folder / "here.pyz"
        monkeypatch.setattr(installation, "find_installation", lambda version: Pyz(here, version))
        # it runs until somebody ends it
        monkeypatch.setattr(analysts, "serve", lambda store, *, ready, **more: ready("http://127.0.0.1:8001"))
        shown = TerrenApp.run

        def seen(app: TerrenApp) -> int | None:
            return shown(app, headless=True, size=(80, 24), auto_pilot=_leave)

        monkeypatch.setattr(TerrenApp, "run", seen)

    def words(self, line: Line) -> list[str]:
        """The arguments: what stands for something is replaced, and names of files are completed."""
        meant = {**MEANT, **how(line).meant}
        said = [meant.get(word, word) for word in shlex.split(line.words)]
        return [
            name
            for word in said
            for name in (sorted(map(str, Path().glob(word))) if "*" in word else [self.ids.get(word, word)])
        ]

    def wrong(self, line: Line) -> Iterator[tuple[str, int, str]]:
        """Type a line; where it does not end as it should, its words, exit code and what it said."""
        typed, words = how(line), self.words(line)
        self.patch.setenv("TERREN_HOME", str(self.folder / (line.home or typed.at)))
        given = self.piped if line.stage else (typed.answers or "").encode()
        stream = Pipe if typed.answers is None else Terminal
        streams = {name: stream(given if name == "stdin" else b"") for name in ("stdin", "stdout", "stderr")}
        with pytest.MonkeyPatch.context() as patch:
            for name, one in streams.items():
                patch.setattr(sys, name, one)
            code = run(words)
        self.piped = streams["stdout"].written()
        if code not in typed.codes:
            yield line.words, code, streams["stderr"].written().decode()


async def _leave(pilot: Pilot[object]) -> None:
    """Look that the interface stands, and leave it."""
    await pilot.pause()
    assert pilot.app.screen.region.size == (80, 24)
    pilot.app.exit(0)
