"""Installations that live through the made-up year: headquarters, two officers, and everybody else."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from store.account.calendar import KIND as PERIOD
from store.account.reviews import APPROVED, FIELD, KIND, RETURNED, report_digest, returned_actions
from store.db.database import Store
from store.db.durable import translate_os_errors
from store.db.errors import UserError
from store.db.places import Places
from store.edits.assessment import WHOLE
from store.edits.narrative import KIND as NARRATIVE
from store.exchange.change_sets import Author, author
from store.ledger.append import Edit, append
from store.ledger.identity import Identity, read_identity
from store.plan.periods import Period
from sync.demo.story import (
    DAYS_TO_REPORT,
    DemoPlan,
    DemoReport,
    due_day,
    evidence,
    measurements,
    read_demo_plan,
    reports,
)
from sync.enrol import enrol
from sync.receive.receive import receive
from sync.send.export import export
from sync.wire.grants import sign_grant

HOMES: Final = ("headquarters", "officer-1", "officer-2")
"""The folders that are made, each a TERREN_HOME; beside them ``stick``, with a file not taken yet."""
CENTER: Final = "MPB"
MUNICIPALITY: Final = "17"
_OFFICERS: Final = (
    *("Besa Gashi", "Arta Krasniqi", "Driton Berisha", "Jelena Petrović", "Valon Hoxha", "Marko Jovanović"),
    *("Teuta Morina", "Ilir Shala", "Ana Nikolić", "Faton Rexhepi", "Mimoza Kelmendi", "Burim Zeka"),
)
_RETURNED: Final = (
    "Mungon dëshmia: bashkëngjitni vendimin ose procesverbalin.",
    "Statusi nuk përputhet me përshkrimin e produktit.",
    "Shuma e shpenzuar nuk përputhet me regjistrin e thesarit.",
)
_TEXTS: Final = {
    "summary": (
        "Në tremujorin e tretë raportuan shumica e komunave. Trajnimet dhe udhëzuesit ecin sipas planit,"
        " ndërsa prokurimet e pajisjeve mbeten pas afatit."
    ),
    "introduction": "Ky raport përmbledh zbatimin e planit të veprimit deri më 30 shtator.",
    "challenges": "Prokurimet e vonuara dhe vendet e lira të punës janë arsyet më të shpeshta të vonesës.",
    "risks": "Nëse tenderët nuk mbyllen deri në dhjetor, mjetet e vitit kthehen në buxhet.",
    "recommendations": "Të mbahet një takim mujor me komunat që nuk kanë raportuar.",
    "next_steps": "Mbyllja e tenderëve dhe raporti vjetor.",
    "prepared_by": "Divizioni për monitorim",
}
"""Headquarters' words on the last quarter, in the language of the plan."""
_YEAR_TEXTS: Final = {
    "summary": (
        "Gjatë vitit raportuan thuajse të gjitha njësitë. Trajnimet dhe udhëzuesit u zbatuan sipas planit,"
        " ndërsa një pjesë e prokurimeve të pajisjeve bartet në vitin tjetër."
    ),
    "introduction": "Ky raport përmbledh zbatimin e planit të veprimit gjatë vitit.",
    "progress": "Grupet e punës me komunat u themeluan; veprimet që varen nga tenderët mbetën pas afatit.",
    "challenges": (
        "Prokurimet e vonuara, vendet e lira të punës dhe bashkërendimi ndërmjet institucioneve ishin"
        " arsyet më të shpeshta të vonesës."
    ),
    "risks": (
        "Nëse kontratat e bartura nuk nënshkruhen deri në mars, mjetet e ndara kthehen në buxhet. Qendra i"
        " ndjek çdo muaj me njësitë përgjegjëse."
    ),
    "recommendations": "Të mbahet një takim mujor me njësitë që vonohen; raportet të kenë dëshmi.",
    "next_steps": "Mbyllja e tenderëve të bartur dhe rishikimi i afateve.",
    "prepared_by": "Divizioni për monitorim",
    "approved_by": "Sekretari i përgjithshëm",
    "protocol": "02-118/2023",
}
"""The same on the year."""


class _Desk(NamedTuple):
    """One installation."""

    store: Store
    places: Places
    identity: Identity

    def record(self, edits: Iterable[Edit], day: date, hour: int = 10) -> None:
        """Record edits as of a day, by the clock of the story."""
        at = int(datetime.combine(day, time(hour)).timestamp())
        with self.store.writing() as conn:
            append(conn, self.identity, edits, at=at)

    @property
    def author(self) -> Author:
        """As others know it."""
        with self.store.reading() as conn:
            introduced = author(conn, self.identity.replica)
        assert introduced is not None
        return introduced


def make_demo(
    folder: Path,
    *,
    language: str,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Path, ...]:
    """Make the installations below ``folder``, which is new or empty; their homes, and the stick.

    ``progress`` is told how many of the units have reported. Raises UserError ``demo_not_empty``, or what the
    disk says.
    """
    with translate_os_errors(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError("demo_not_empty", folder=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        stick = folder / "stick"
        stick.mkdir()
    return _Demo(folder, language, Random(1)).live(progress)


class _Demo:
    def __init__(self, folder: Path, language: str, rng: Random) -> None:
        self._folder, self._language, self._rng = folder, language, rng
        self._officer = 0

    def _desk(self, home: Path, unit: str, role: str = "field") -> _Desk:
        places = Places(home, home)
        name = _OFFICERS[self._officer % len(_OFFICERS)]
        self._officer += 1
        store = enrol(places, places.database, officer=name, unit=unit, role=role, language=self._language)
        with store.reading() as conn:
            identity = read_identity(conn)
        assert identity is not None
        return _Desk(store, places, identity)

    def live(self, progress: Callable[[int, int], None]) -> tuple[Path, ...]:
        """The whole year."""
        homes = [self._folder / name for name in HOMES]
        self._center = self._desk(homes[0], CENTER, "headquarters")
        with self._center.store.reading() as conn:
            self._plan: DemoPlan = read_demo_plan(conn)
        self._center.record([self._plan.rule], self._plan.quarters[0].first)
        ministry = next(unit for unit in self._plan.units if unit not in (CENTER, MUNICIPALITY))
        self._officers = [self._desk(homes[1], MUNICIPALITY), self._desk(homes[2], ministry)]
        with tempfile.TemporaryDirectory(prefix="terren-demo-") as name:
            self._box = Path(name)
            self._quarters()
            self._others(progress)
            self._headquarters()
            self._leave()
        for desk in (self._center, *self._officers):
            desk.store.close()
        return (*homes, self._folder / "stick")

    def _believe(self, desk: _Desk, other: _Desk) -> None:
        with desk.store.writing() as conn:
            sign_grant(conn, desk.places, desk.identity.replica, other.author)

    def _carry(self, sender: _Desk, receiver: _Desk) -> None:
        """A file from one to the other."""
        peer = receiver.identity.replica if sender is self._center else None
        file = export(sender.store, sender.places, self._box, peer=peer)
        receive(receiver.store, receiver.places, file.path)

    def _quarters(self) -> None:
        """The two officers report, headquarters reviews, and files go to and fro."""
        stories = [
            reports(self._plan, officer.identity.unit, self._rng, "punctual") for officer in self._officers
        ]
        for officer in self._officers:
            self._believe(self._center, officer)
            self._believe(officer, self._center)
        own = reports(self._plan, CENTER, self._rng, "punctual")
        for period in self._plan.quarters:
            last = period == self._plan.quarters[-1]
            self._open(period)
            for officer in self._officers:
                self._carry(self._center, officer)
                self._answer(officer, period)
                for told in stories[self._officers.index(officer)][period]:
                    officer.record(told.edits, told.day)
            for told in own[period]:
                self._center.record(told.edits, told.day)
            if last:
                self._disagree(stories[0][period])
            for officer in self._officers:
                self._carry(officer, self._center)
                unit = officer.identity.unit
                told_of = stories[self._officers.index(officer)][period]
                self._review(unit, told_of, period)
            if not last:
                closed = due_day(period) + timedelta(days=25)
                edit = Edit(PERIOD, period.code, WHOLE, "closed", closed.isoformat())
                self._center.record([edit], closed)

    def _open(self, period: Period) -> None:
        edit = Edit(PERIOD, period.code, WHOLE, "due", due_day(period).isoformat())
        self._center.record([edit], period.first + timedelta(days=5), 8)

    def _review(self, unit: str, told: Iterable[DemoReport], period: Period) -> None:
        """Return the first report, and approve most of the others."""
        day = due_day(period) + timedelta(days=4)
        with self._center.store.reading() as conn:
            digests = {
                told_report.action: report_digest(conn, told_report.action, unit) for told_report in told
            }
        edits: list[Edit] = []
        for n, (action, digest) in enumerate(digests.items()):
            value = {"state": APPROVED, "of": digest}
            if not n:
                value = {"state": RETURNED, "reason": self._rng.choice(_RETURNED), "of": digest}
            elif self._rng.random() < 0.25:
                continue
            edits.append(Edit(KIND, action, unit, FIELD, value))
        self._center.record(edits, day)

    def _answer(self, officer: _Desk, period: Period) -> None:
        """What was returned is answered with evidence."""
        unit = officer.identity.unit
        with officer.store.reading() as conn:
            returned = sorted(returned_actions(conn, unit=unit))
        edits = [
            evidence(action, unit, "Vendimi", f"nr. {self._rng.randint(100, 999)}/22", self._rng)
            for action in returned
        ]
        officer.record(edits, period.first + timedelta(days=12))

    def _disagree(self, told: list[DemoReport]) -> None:
        """Headquarters hears something else by telephone before the officer's file arrives."""
        for told_report in told[-2:]:
            status = next(edit for edit in told_report.edits if edit.field == "status")
            other = "implemented" if status.value != "implemented" else "partially_implemented"
            self._center.record([status._replace(value=other)], told_report.day, 15)

    def _others(self, progress: Callable[[int, int], None]) -> None:
        """Everybody else reports on a laptop of their own, of which headquarters gets one file."""
        reporting = {CENTER, *(officer.identity.unit for officer in self._officers)}
        units = [unit for unit in self._plan.units if unit not in reporting]
        for n, unit in enumerate(units, 1):
            story = reports(self._plan, unit, self._rng)
            told = [told_report for period in self._plan.quarters for told_report in story[period]]
            if told:
                desk = self._desk(self._box / f"unit-{n}", unit)
                for told_report in told:
                    desk.record(told_report.edits, told_report.day)
                self._believe(self._center, desk)
                self._carry(desk, self._center)
                desk.store.close()
                last = self._plan.quarters[-1]
                self._review(unit, story[last] if self._rng.random() < 0.7 else (), last)
            progress(n, len(units))

    def _headquarters(self) -> None:
        """Headquarters' own words: measurements, an assessment, a cancellation, the narrative."""
        for year, on in ((period.year, due_day(period)) for period in self._plan.quarters[::3]):
            self._center.record(measurements(self._center.store, CENTER, year, self._rng), on)
        period = self._plan.quarters[-1]
        day = due_day(period) + timedelta(days=DAYS_TO_REPORT)
        first, second = self._plan.rows[0], self._plan.rows[len(self._plan.rows) // 2]
        edits = [
            Edit("assessment", first.id, WHOLE, "status", "partially_implemented", day.isoformat()),
            Edit("assessment", first.id, WHOLE, "comment", "Sipas vizitës në terren."),
            Edit("decision", second.id, WHOLE, "cancelled", True, day.isoformat()),
        ]
        self._center.record(edits, day)
        for code, texts in ((period.code, _TEXTS), (str(period.year), _YEAR_TEXTS)):
            words = [Edit(NARRATIVE, code, WHOLE, chapter, text) for chapter, text in texts.items()]
            self._center.record(words, day, 11)

    def _leave(self) -> None:
        """At the end one officer has changes that are not sent, and a file of the other lies on the stick."""
        period = self._plan.quarters[-1]
        day = due_day(period) + timedelta(days=20)
        for officer in self._officers:
            self._carry(self._center, officer)
            unit = officer.identity.unit
            with officer.store.reading() as conn:
                returned = returned_actions(conn, unit=unit)
            row = next(row for row in reversed(self._plan.of_unit(unit)) if row.id not in returned)
            edits = [
                Edit("action", row.id, unit, "next_steps", "Takim me partnerët në nëntor."),
                Edit(
                    "note", row.id, unit, f"{self._rng.getrandbits(48):012x}", "U fol me qendrën në telefon."
                ),
            ]
            officer.record(edits, day)
        export(self._officers[1].store, self._officers[1].places, self._folder / "stick")
