"""What all screens share that record: whether anything can be, undo and redo, words for what was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Final

from language import _, current, in_signs, ngettext
from store.db.database import Store
from tui.commands.catalogue import by_id
from tui.screens.running import RunningApp
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from store.history.history import Reversal
    from store.history.steps import Step
    from store.ledger.change import Change
    from store.ledger.identity import Identity


_UNDO: Final = by_id("undo")
AT_ONCE: Final = 0.5
"""Seconds between keys that nobody chooses one by one: digits meant for a window that is closed."""
_SEVERAL: Final = 3


def may_record(app: RunningApp, store: Store) -> bool:
    """Return True if anything can be recorded here; else say why, before anything is typed."""
    if store.refusal is not None:
        app.tell_refusal(store.refusal)
    elif store.read_only:
        words = _("You are only looking at the plan. {key} enrols you, and then you can report.")
        app.tell(words.format(key=by_id("identity").sign()), severity="warning")
    else:
        return True
    return False


def is_refused(app: RunningApp, identity: Identity | None, kind: str) -> bool:
    """Say before anything is typed where only headquarters may; the store would refuse it as well."""
    if identity is None or identity.is_headquarters:
        return False
    from store.ledger.identity import refuse_if_not_allowed

    app.attempt(lambda: refuse_if_not_allowed(identity, kind, ""))
    return True


def last_number(store: Store) -> Callable[[str], str]:
    """Return a function that returns the number under which an action stands, or last stood."""
    from store.plan.lookup import action_numbers

    def number_of(action: str) -> str:
        with store.reading() as conn:
            return action_numbers(conn).get(action, action)

    return number_of


class UndoRedo:
    """Undo and redo for a screen, which says under which number an action stands and shows what changed."""

    def __init__(
        self,
        app: RunningApp,
        store: Store,
        number_of: Callable[[str], str],
        show_changed: Callable[[Collection[Change]], None],
        say: Callable[[str], None] | None = None,
    ) -> None:
        self._app, self._store = app, store
        self._number_of, self._show_changed = number_of, show_changed
        self._say = app.tell if say is None else say
        self._told: tuple[str, Sequence[Change]] | None = None
        self._pressed = 0.0
        self._run: tuple[Change, ...] = ()

    def press(self) -> None:
        """Take note of a key that records a status, before it does."""
        before, self._pressed = self._pressed, monotonic()
        if self._pressed - before > AT_ONCE:
            self._run = ()

    def together(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Return what keys recorded that followed each other at once, with ``changes`` of the last of them.

        Nothing where they were few: somebody chose each.
        """
        self._run = (*self._run, *changes)
        return self._run if len({change.batch for change in self._run}) >= _SEVERAL else ()

    def undo(self, meeting: str | None = None, offered: Sequence[Change] = ()) -> None:
        """Take back what is ``offered``, or what the line on the screen offers to; else the newest change.

        With ``meeting`` that only where it was recorded in it.
        """
        from store.history.history import undo, undo_recorded

        if not may_record(self._app, self._store):
            return
        told, self._told = self._told, None
        if not offered and told is not None and told[0] in self._app.told():
            offered = told[1]
        if offered:
            # another window or a command may have recorded something since
            reversals = self._app.attempt(lambda: undo_recorded(self._store, offered))
        else:
            reversals = self._app.attempt(lambda: undo(self._store, meeting=meeting))
        self._tell_reversals(reversals, _("Taken back: {change}"))

    def redo(self) -> None:
        """Set again what was taken back last."""
        from store.history.history import redo

        if may_record(self._app, self._store):
            self._tell_reversals(self._app.attempt(lambda: redo(self._store)), _("Set again: {change}"))

    def _tell_reversals(self, reversals: Sequence[Reversal] | None, template: str) -> None:
        if not reversals:
            return
        from language.messages import message
        from store.history.history import as_one

        steps = [step for reversal in reversals for step in reversal.steps]
        self._show_changed([step.change for step in steps])
        done = [step for reversal in reversals for step in reversal.done]
        words = [template.format(change=self._describe(as_one(done), both=True))] if done else []
        if any(reversal.lost for reversal in reversals):
            words.append(message("text_lost", {}))
        if words:
            self._say(" ".join(words))

    def tell_steps(self, steps: Sequence[Step], template: str) -> None:
        """Say what was recorded, in words."""
        if steps:
            self._say(template.format(change=self._describe(steps, both=True)))

    def tell_recorded(self, changes: Sequence[Change], *, more: str = "") -> None:
        """Say what was recorded, how it is taken back, and what ``more`` can be done."""
        offered = (self.describe(changes), f"{_UNDO.sign()} {_UNDO.label}", more)
        self.offer("   ".join(filter(None, offered)), changes)

    def offer(self, words: str, changes: Sequence[Change], *, lasting: bool = False) -> None:
        """Say words that offer to take changes back: as long as they stand there, undo does so."""
        if lasting:
            self._app.tell(words, lasting=True)
        else:
            self._say(words)
        self._told = (in_signs(words), tuple(changes))

    def tell_together(self, changes: Sequence[Change]) -> None:
        """Say how many statuses were changed at once; as long as that stands there undo takes back all."""
        n = len(changes)
        words = ngettext(
            "{n} status changed; {key} takes it back", "{n} statuses changed; {key} takes all back", n
        )
        self.offer(words.format(n=n, key=_UNDO.sign()), changes, lasting=True)

    def describe(self, changes: Sequence[Change]) -> str:
        """Return changes in words: the first, and how many more."""
        from store.history.steps import steps_of

        with self._store.reading() as conn:
            return self._describe(steps_of(conn, changes))

    def _describe(self, steps: Sequence[Step], *, both: bool = False) -> str:
        """Return steps in words; with ``both`` also that there was nothing before an entry that came back."""
        from language.registers import change
        from store.ledger.identity import headquarters_unit
        from store.plan.lookup import printed_units
        from store.plan.units import unit_name

        step, first = steps[0], steps[0].change
        values = (step.before, step.after, step.currency, step.beside)
        words = change(first.kind, self._number_of(first.target), first.field, *values, both=both)
        with self._store.reading() as conn:
            if first.unit and headquarters_unit(conn):
                # which speaks for others too
                words = f"{unit_name(first.unit, current(), printed_units(conn))}: {words}"
        if (more := len(steps) - 1) > 0:
            words += " " + ngettext("and {n} more", "and {n} more", more).format(n=more)
        return safe(words)
