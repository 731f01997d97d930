"""The names of the plan: what may be one name, what is one, and all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from typing import NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Static

from language import N_, _, glyph, ngettext
from language.registers import NAMED
from store.db.database import Store
from store.db.errors import UserError
from store.db.text import clean, sought
from store.edits.assessment import WHOLE
from store.edits.naming import join_names, part_names
from store.ledger.change import Change
from store.ledger.identity import may_write, read_identity
from store.plan.name_suggestions import suggest_groups
from store.plan.names import KIND, NameGroup, groups
from tui.report.recording import UndoRedo
from tui.screens.headed import SearchedScreen
from tui.screens.oneline import AnswerScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, cut, safe
from tui.widgets.screen_line import ScreenLine

SUGGESTED, SEVERAL, ALL = range(3)
_MOST_LISTED = 6


class NameLine(ScreenLine):
    """The line in which one types what names to find."""

    CONTEXT = "names_find"


class NamesScreen(SearchedScreen[None]):
    """Joining spellings to one name, and parting them; every step is a change that can be taken back."""

    CSS_PATH = "names.tcss"
    contexts = ("names", "screen", "recorded")
    LINE = NameLine

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.view = SUGGESTED
        self.rows: list[NameRow] = []
        self.marked: set[tuple[str, str]] = set()
        self.called: dict[tuple[str, str], str] = {}
        self.may_join = _may_join(store)

    def content(self) -> ComposeResult:
        self.undo_redo = UndoRedo(self.terren, self.store, str, self._show_changed)
        self.list_view = self.list = ChoiceList([], id="names")
        self.note = Static(id="said")
        yield self.line
        yield self.list
        yield self.note

    def on_mount(self) -> None:
        self.set_focus(self.list)
        self.call_after_refresh(self._read, 0)

    def _show_changed(self, _changes: object) -> None:
        self._read(self.list.cursor)

    def _groups(self) -> list[NameGroup]:
        every_group = groups(self.store)
        self.called = {(group.role, name): group.name for group in every_group for name in _names(group)}
        if self.view == SUGGESTED:
            return suggest_groups(self.store)
        return (
            every_group if self.view == ALL else [group for group in every_group if len(group.spellings) > 1]
        )

    def _read(self, at: int) -> None:
        """Read the names again and mark the row of the same name, else the one at the same place."""
        before = self.row
        all_groups = self.terren.attempt(self._groups) or []
        wanted = sought(self.sought.strip())
        shown = [group for group in all_groups if any(wanted in sought(name) for name in _names(group))]
        self.rows = rows_of(shown)
        same = (n for n, row in enumerate(self.rows) if before is not None and row.marks == before.marks)
        self._paint(min(next(same, at), max(0, len(self.rows) - 1)))

    def read_again(self, *, asked: bool) -> bool:
        at, before, rows = self.list.cursor, self.row, self.rows
        self._read(at)
        if asked or before is None or (self.row is not None and self.row.marks == before.marks):
            return True
        self.rows = rows
        self._paint(at)
        return False

    def _paint(self, at: int) -> None:
        self.list.fill(name_lines(self.rows, self.marked, self.list.room))
        self.list.action_move(at)
        titles = (_("may be one name"), _("names in several spellings"), _("all names"))
        dot = glyph(" · ", " - ")
        number = sum(row.is_head for row in self.rows)
        title = f"{_('Names')}{dot}{self.view + 1} {titles[self.view]}{dot}{number}"
        if self.marked:
            marked = len(self.marked)
            title += dot + ngettext("{n} name marked", "{n} names marked", marked).format(n=marked)
        self.show_title(title)
        nothing = _("Nothing is suggested; 2 shows what has several spellings, 3 all names.")
        self.say("" if self.rows or self.view != SUGGESTED or self.sought else nothing)
        self.show_keys()

    def idle(self) -> Collection[str]:
        if not self.may_join:
            return ("one_name", "name_it", "part_names", "mark_name")
        meant, idle = self._chosen(), set[str]()
        if meant is None:
            idle |= {"one_name", "name_it"}
        elif all(self.called.get((meant[0], name)) == meant[1] for name in meant[2]):
            idle.add("one_name")
        if all(
            self.called.get(spelling, spelling[1]) in (spelling[1], clean(spelling[1]))
            for spelling in self._to_part()
        ):
            idle.add("part_names")
        return idle if self.row is not None else {*idle, "mark_name"}

    def on_line_view_moved(self) -> None:
        self.show_keys()

    @property
    def row(self) -> NameRow | None:
        """Return the row that is marked."""
        return self.rows[self.list.cursor] if self.list.cursor < len(self.rows) else None

    def on_resize(self) -> None:
        if self.ready:
            self._paint(self.list.cursor)

    def speak(self) -> None:
        self._paint(self.list.cursor)

    def action_names_shown(self, key: str) -> None:
        self.view = int(key) - 1
        self._read(0)

    def action_mark_name(self) -> None:
        if self.row is not None:
            marks = self.row.marks
            self.marked = self.marked - marks if marks <= self.marked else self.marked | marks
            self._paint(min(self.list.cursor + 1, len(self.rows) - 1))

    def _chosen(self) -> tuple[str, str, list[str]] | None:
        """Return role, name and spellings of what would be one name: what is marked, else the row's group."""
        if not self.marked:
            group = None if self.row is None else self.row.group
            return None if group is None else (group.role, group.name, list(_names(group)))
        spellings = sorted(spelling for _role, spelling in self.marked)
        roles = {role for role, _spelling in self.marked}
        if len(roles) > 1:
            return None
        # in the order of the list, so that the name of most actions is taken
        name = next((called for of, called in self.called.items() if of in self.marked), spellings[0])
        return roles.pop(), name, spellings

    def _meant(self) -> tuple[str, str, list[str]] | None:
        """Return the same as :meth:`_chosen`, and say why there is nothing."""
        chosen = self._chosen()
        if chosen is None and self.marked:
            self.terren.tell(
                _("Institutions, funding and documents are marked; one name is of one of them."),
                severity="warning",
            )
        elif chosen is None:
            self.terren.tell(_("There is no name here."))
        return chosen

    def _to_part(self) -> set[tuple[str, str]]:
        """Return what would be parted: what is marked, else the spellings of the row."""
        return set(self.marked or (() if self.row is None else self.row.marks))

    def _record(self, changes: list[Change] | None) -> None:
        if changes is None:
            # what stands by now shows: whoever presses again has read it
            self._read(self.list.cursor)
            return
        self.marked = set()
        self._read(self.list.cursor)
        if not changes:
            self.terren.tell(_("Nothing changed: it stands like that already."))
            return
        words = _("{change}. {key} takes it back.")
        self.undo_redo.offer(
            words.format(change=self.undo_redo.describe(changes), key=self.key("undo_name")), changes
        )

    def action_one_name(self) -> None:
        meant = self._meant()
        if meant is not None:
            seen = self._called(meant[0], meant[2])
            self._record(self.terren.attempt(lambda: join_names(self.store, *meant, before=seen)))

    def _called(self, role: str, spellings: list[str]) -> dict[str, str]:
        """Return how spellings are called here."""
        return {spelling: self.called.get((role, spelling), spelling) for spelling in spellings}

    def action_name_it(self) -> None:
        if (meant := self._meant()) is None:
            return
        role, name, spellings = meant
        seen = self._called(role, spellings)

        def join(text: str) -> list[Change]:
            # what was shown unchanged is meant as it is printed, with whatever cannot be shown
            called = name if text == safe(name).strip() else text
            try:
                return join_names(self.store, role, called, spellings, before=seen)
            except UserError as refused:
                if refused.code == "changed_meanwhile":
                    # whoever stores again has read it
                    seen[str(refused.params["nr"])] = str(refused.params["now"])
                raise

        listed = [*map(safe, spellings[:_MOST_LISTED])]
        if (more := len(spellings) - _MOST_LISTED) > 0:
            listed.append(_("… and {n} more").format(n=more))
        title = _("One name for these: {kind}").format(kind=_(NAMED[role]))
        screen = AnswerScreen(title, "\n".join(listed), name, join, enter=N_("store"))
        self.ask(screen, self._record)

    def action_part_names(self) -> None:
        if not (marks := self._to_part()):
            self.terren.tell(_("There is no name here."))
            return
        seen = {mark: self.called.get(mark, mark[1]) for mark in marks}
        self._record(self.terren.attempt(lambda: part_names(self.store, sorted(marks), before=seen)))

    def action_undo_name(self) -> None:
        self.undo_redo.undo()

    def show_found(self) -> None:
        self._read(0)


def _may_join(store: Store) -> bool:
    """Return True if names are grouped here: at headquarters, where the database can be written to."""
    with store.reading() as conn:
        return store.refusal is None and may_write(read_identity(conn), KIND, WHOLE)


def _names(group: NameGroup) -> tuple[str, ...]:
    return tuple(name for name, _count in group.spellings)


class NameRow(NamedTuple):
    """A group with all its spellings, or one of them; ``actions`` counts those it stands on."""

    group: NameGroup
    spellings: tuple[str, ...]
    actions: int
    is_head: bool

    @property
    def marks(self) -> frozenset[tuple[str, str]]:
        """Return what is marked with this row: spellings with their role."""
        return frozenset((self.group.role, spelling) for spelling in self.spellings)


def rows_of(groups: Iterable[NameGroup]) -> list[NameRow]:
    """Return a row a group, and below it one a spelling where there are several or it is called otherwise."""
    rows: list[NameRow] = []
    for group in groups:
        names = tuple(name for name, _count in group.spellings)
        rows.append(NameRow(group, names, sum(count for _name, count in group.spellings), True))
        if names != (group.name,):
            rows += [NameRow(group, (name,), count, False) for name, count in group.spellings]
    return rows


def name_lines(rows: Sequence[NameRow], marked: Set[tuple[str, str]], width: int) -> list[Line]:
    """Return the rows: a mark, of what it is a name, the name, and on how many actions it stands."""
    kinds = {role: _(words) for role, words in NAMED.items()}
    room = max(map(cell_len, kinds.values()), default=0)
    return [_line(row, marked, kinds, room, width) for row in rows]


def _line(row: NameRow, marked: Set[tuple[str, str]], kinds: dict[str, str], room: int, width: int) -> Line:
    sign = glyph("•", "*") if row.marks <= marked else " "
    kind = kinds.get(row.group.role, row.group.role) if row.is_head else ""
    head = f"{sign} {kind}{' ' * (room - cell_len(kind))}  " if width >= 50 else f"{sign} {kind[:3]:3} "
    head += "" if row.is_head else "  "
    tail = "  " + ngettext("{n} action", "{n} actions", row.actions).format(n=row.actions)
    name = safe(row.group.name if row.is_head else row.spellings[0])
    shown = cut(name, max(1, width - cell_len(head) - cell_len(tail)))
    return ((head, "dim"), (shown, "strong" if row.is_head else ""), (tail, "dim"))
