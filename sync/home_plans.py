"""The plans of one home: which there are, how people call them, and which one is open.

The first is the database that lies where it always lay; each further one has a folder below ``plans``. What
counts is what lies there: ``plans/plans.json`` only has names, and which plan is open. Whoever has one plan
has no such folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from store.db.errors import UserError
from store.db.places import DATABASE, PLANS, Places
from store.db.text import clean, fold

MAX_NAME: Final = 40
_FILE: Final = "plans.json"
_UNKNOWN: Final = "?"
"""In place of the folder of the open plan where nobody knows any more which it is."""
_RESERVED: Final = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""What Windows takes for a device."""

_Names: TypeAlias = "dict[str, str]"
"""What people call plans, by folder."""


class HomePlan(NamedTuple):
    """A plan of a home: its places and database, and its number, which is its name until it has another."""

    places: Places
    database: Path
    number: int
    given: str = ""

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.given or str(self.number)


class HomePlans(NamedTuple):
    """The plans of a home, the first first. ``open`` is None where that cannot be read."""

    plans: tuple[HomePlan, ...]
    open: HomePlan | None
    file: Path

    def opened(self) -> HomePlan:
        """Return the plan that is open. Raises UserError ``plan_unsettled`` rather than to guess."""
        if self.open is None:
            raise self.unsettled()
        return self.open

    def unsettled(self) -> UserError:
        """Return what is said where nobody knows which plan is open."""
        return UserError("plan_unsettled", file=str(self.file), known=[plan.name for plan in self.plans])

    def named(self, text: str) -> HomePlan:
        """Return the plan of a name, a number or a folder. Raises UserError ``plan_unknown``."""
        wanted = fold(text)
        called = [(fold(plan.name), str(plan.number), fold(plan.places.plan)) for plan in self.plans]
        for names in zip(*called, strict=True):
            if wanted and wanted in names:
                return self.plans[names.index(wanted)]
        raise UserError("plan_unknown", found=text, known=[plan.name for plan in self.plans])


def read_plans(home: Places, first: Path | None = None) -> HomePlans:
    """Return the plans of a home; ``first`` is the database of the first where it lies elsewhere.

    What cannot be read of their names leaves them their folders' names.
    """
    folder = home.data / PLANS
    file, first = folder / _FILE, first or home.database
    if not folder.is_dir():
        only = HomePlan(home, first, 1)
        return HomePlans((only,), only, file)
    read = _read(file)
    names, opened = read if read is not None else ({}, None)
    listed = [name for name in names if name and (folder / name).is_dir()]
    beside = [name for name in _folders(folder) if name not in names]
    plans = (
        HomePlan(home, first, 1, names.get("", "")),
        *(_further(home, name, n, names.get(name, name)) for n, name in enumerate((*listed, *beside), 2)),
    )
    return HomePlans(plans, next((plan for plan in plans if plan.places.plan == opened), None), file)


def plans_beside(places: Places, database: Path, first: Path | None) -> tuple[tuple[HomePlan, ...], int]:
    """Return the plans of the home of a database that is open, and which of them it is.

    Where it is of none, since a person named it, it stands alone; ``first`` is as of :func:`read_plans`.
    """
    plans = read_plans(places._replace(plan=""), first).plans
    here = next((n for n, plan in enumerate(plans) if plan.database == database), None)
    return ((HomePlan(places, database, 1),), 0) if here is None else (plans, here)


def _further(home: Places, folder: str, number: int, given: str) -> HomePlan:
    places = home._replace(plan=folder)
    return HomePlan(places, places.database, number, given)


def new_plan(home: Places, name: str) -> HomePlan:
    """Return where a plan of a new name will lie. Raises UserError ``plan_name`` or ``plan_name_taken``."""
    plans = read_plans(home).plans
    checked = _checked(name, plans)
    stem = re.sub("[^a-z0-9]+", "-", fold(checked)).strip("-") or "plan"
    stem = f"{stem}-plan" if _RESERVED.fullmatch(stem) else stem
    taken, folder, n = {plan.places.plan for plan in plans}, stem, 1
    while folder in taken:
        n += 1
        folder = f"{stem}-{n}"
    return _further(home, folder, len(plans) + 1, checked)


def keep_plan(home: Places, plan: HomePlan) -> None:
    """Note what people call a plan. Raises UserError as the disk says."""
    _alter(home, lambda names, opened: ({**names, plan.places.plan: plan.given}, opened))


def rename_plan(home: Places, plan: HomePlan, name: str) -> HomePlan:
    """Call a plan by another name; nothing moves on the disk. Raises UserError as :func:`new_plan`."""
    others = [other for other in read_plans(home).plans if other.places != plan.places]
    renamed = plan._replace(given=_checked(name, others))
    keep_plan(home, renamed)
    return renamed


def open_plan(home: Places, plan: HomePlan) -> None:
    """Let a plan be the one that is open from now on. Raises UserError as the disk says."""
    plans = read_plans(home)
    if plans.open is not None and plans.open.places == plan.places:
        return
    _alter(home, lambda names, _opened: (names, plan.places.plan))


def _checked(name: str, others: tuple[HomePlan, ...] | list[HomePlan]) -> str:
    checked = " ".join(clean(name).split())
    if not checked or len(checked) > MAX_NAME or checked.startswith("-") or fold(checked).isdigit():
        raise UserError("plan_name", found=name, limit=MAX_NAME)
    if any(fold(checked) in (fold(other.name), other.places.plan) for other in others):
        raise UserError("plan_name_taken", found=checked)
    return checked


def _folders(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir() if (path / DATABASE).is_file())
    except OSError:
        return []


def _read(file: Path) -> tuple[_Names, str] | None:
    """Return names by folder, and the folder of the open plan; None where the file cannot be read."""
    import json

    from store.db.regular import read_regular

    try:
        form = json.loads(read_regular(file))
        names, opened = form["names"], form["open"]
    except FileNotFoundError:
        # nothing was chosen yet
        return {}, ""
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(names, dict) or not isinstance(opened, str):
        return None
    kept = {
        name: clean(given)[:MAX_NAME]
        for name, given in names.items()
        if isinstance(given, str) and (name == "" or re.fullmatch("[a-z0-9-]+", name))
    }
    return kept, opened


def _alter(home: Places, change: Callable[[_Names, str], tuple[_Names, str]]) -> None:
    import json

    from store.db.durable import translate_os_errors, write_durably
    from store.db.private import FILE, create_private_folder
    from store.db.system import locked

    file = home.data / PLANS / _FILE
    with translate_os_errors(file):
        create_private_folder(file.parent)
        with locked(file.with_name(f".{_FILE}.lock")):
            names, opened = change(*(_read(file) or ({}, _UNKNOWN)))
            form = json.dumps({"open": opened, "names": names}, ensure_ascii=False)
            write_durably(file, form.encode() + b"\n", replace=True, mode=FILE)
