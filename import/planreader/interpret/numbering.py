"""The numbers of a plan's tables: which one comes next, and what stands twice or out of order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planreader.sources.form import Row
from planreader.vocabulary import numbers
from store.db.errors import UserError

RESTORED = "number_from_sequence"
WITHIN = "number_within_objective"
BY_ORDER = "number_by_order"


@dataclass(slots=True)
class Numbering:
    """The objectives and the action read last. A ghost is an objective printed again, as summaries do."""

    file: str
    strategic: str | None = None
    specific: str | None = None
    last: str | None = None
    is_ghost: bool = False
    places: dict[str, str] = field(default_factory=dict[str, str])
    made: set[str] = field(default_factory=set[str])
    """Specific objectives that nothing but the numbers of actions names."""
    forgotten: list[Row] = field(default_factory=list[Row])
    """Earlier mentions of objectives, which went."""
    _again: dict[str, str] = field(default_factory=dict[str, str])
    _ghost: str = ""
    _printed: str = ""

    @property
    def owner(self) -> str | None:
        """Return the objective that indicators belong to."""
        return self.specific or self.strategic

    def _next(self, kind: str) -> tuple[int, ...]:
        """Return the number that comes next at a level."""
        above = {"action": self.specific, "specific": self.strategic}.get(kind)
        parent = numbers.key(above) if above else ()
        last = numbers.key(self.strategic)[-1] if kind == "strategic" and self.strategic else 0
        keys = [numbers.key(nr) for nr in self.places] if kind != "strategic" else []
        return (*parent, 1 + max((key[-1] for key in keys if key[:-1] == parent), default=last))

    def pick(self, kind: str, options: Sequence[str]) -> str:
        """Return the reading that comes next, else one that fits its objective, else the first."""
        if len(options) == 1:
            return numbers.bare(options[0])
        comes = self._next(kind)
        follows = [option for option in options if numbers.key(option) == comes]
        own = [option for option in options if numbers.key(option)[:-1] == comes[:-1]]
        return numbers.bare((follows or own or list(options))[0])

    def objective(self, kind: str, nr: str, place: str, rows: list[Row], *, outside: bool = False) -> bool:
        """Begin an objective; False where it is printed again. Earlier mentions without contents go.

        ``outside`` says that it stands outside the tables.
        """
        if kind == "specific" and self.is_ghost and numbers.key(nr)[:-1] == numbers.key(self._ghost):
            return False
        again = nr in self.places and not self._is_other_level(kind, nr, rows)
        if again and not self._forget(kind, nr, rows) and not self._resumes(kind, nr, rows):
            self._again[nr] = place
            if not outside:
                # prose and summaries speak of objectives whose actions stand elsewhere
                self.is_ghost, self._ghost = not self.is_current(kind, nr), nr
            return False
        self.is_ghost = False
        self.places[nr] = place
        if kind == "strategic":
            self.strategic, self.specific = nr, None
        else:
            self.specific = nr
        self.last = None
        return True

    def _is_other_level(self, kind: str, nr: str, rows: Sequence[Row]) -> bool:
        """Return whether the next strategic objective bears a number that only a specific one has had.

        Specific objectives that are counted through the plan, 1 to 9, share numbers with the strategic ones.
        """
        levels = {row.kind for row in rows if row.nr == nr} - {"indicator"}
        return kind == "strategic" and levels == {"specific"} and numbers.key(nr) == self._next(kind)

    def has_actions(self, kind: str, nr: str, rows: Sequence[Row]) -> bool:
        """Return whether an objective has actions: a total of its number may be wrong."""
        return not self._is_other_level(kind, nr, rows) and _holds(nr, rows, ("action",))

    def _resumes(self, kind: str, nr: str, rows: Sequence[Row]) -> bool:
        """Return whether an objective with nothing but indicators is printed again, above its actions."""
        return not _holds(nr, rows, ("action", "total")) and not self.is_current(kind, nr)

    def is_current(self, kind: str, nr: str) -> bool:
        """Return whether an objective is the one that stands above what comes next."""
        return nr == (self.strategic if kind == "strategic" else self.specific)

    def _forget(self, kind: str, nr: str, rows: list[Row]) -> bool:
        """Take back the mention of an objective without contents; False where it has some."""
        at = next((n for n, row in enumerate(rows) if row.nr == nr and row.kind == kind), None)
        if at is None or any(row.kind not in ("strategic", "specific") for row in rows[at:]):
            return False
        end = len(rows)
        if kind == "specific":
            end = max((n for n in range(at, end) if rows[n].kind == "strategic"), default=end)
        for row in rows[at:end]:
            self.places.pop(row.nr, None)
        self.forgotten += rows[at:end]
        del rows[at:end]
        return True

    def takes_actions(self, options: Sequence[str]) -> bool:
        """Return whether an action of this number stands right below a strategic objective."""
        if self.specific is not None or self.strategic is None or self.is_ghost:
            return False
        if numbers.depth(options[0]) == 1:
            return True
        return numbers.key(options[0])[:-1] == numbers.key(self.strategic)

    def resumed(self, nr: str) -> str:
        """Return the number of an objective that is printed again and goes on with an action, else nothing.

        Its number follows all others of that objective, which is now the current one.
        """
        nr, parent = numbers.bare(nr), numbers.bare(nr).rpartition(".")[0]
        above = self._ghost in (parent, parent.rpartition(".")[0]) and parent in self.places
        if not (self.is_ghost and above):
            return ""
        own = [other for other in self.places if other.rpartition(".")[0] == parent]
        last = max(own, key=numbers.key, default="")
        if not last or numbers.key(nr) <= numbers.key(last):
            return ""
        self.is_ghost, self.specific, self.last = False, parent, last
        self.strategic = parent.rpartition(".")[0] or parent
        return parent

    def unprinted(self, nr: str) -> str:
        """Return the number of the objective below a strategic one that nothing but an action names."""
        parent = numbers.bare(nr).rpartition(".")[0]
        if self.strategic is None or self.is_ghost or parent in self.places:
            return ""
        is_below = numbers.depth(nr) > numbers.LEVELS and numbers.key(parent)[:-1] == numbers.key(
            self.strategic
        )
        self.made |= {parent} if is_below and self.specific in (None, *self.made) else set()
        return parent if parent in self.made else ""

    def action(self, options: Sequence[str], place: str) -> tuple[str, str] | None:
        """Return an action's number and what it was inferred from; None where it is none of the objective.

        Raises UserError ``document_number_twice_at``, ``document_number_order_at`` or ``document_two_plans``.
        """
        if self.specific is None:
            return None
        nr = self.pick("action", options)
        reason = RESTORED if nr != numbers.bare(options[0]) else ""
        if numbers.depth(nr) == 1:
            nr, reason = f"{self.specific}.{nr}", WITHIN
        if self.is_ghost or nr in self.places:
            self._refuse_again(nr, place)
        key, parent = numbers.key(nr), numbers.key(self.specific)
        before = numbers.key(self.last)[-1] if self.last else 0
        if key[:-1] != parent or key[-1] + numbers.is_inserted(nr) <= before:
            after, printed = self._printed or self.specific, numbers.bare(options[0])
            raise UserError(
                "document_number_order_at", file=self.file, number=printed, place=place, before=after
            )
        self.places[nr], self.last, self._printed = place, nr, numbers.bare(options[0])
        return nr, reason

    def _refuse_again(self, nr: str, place: str) -> None:
        """Raise UserError: a number stands twice; with the plan's first objective another plan begins."""
        above = self._ghost if self.is_ghost else nr.rpartition(".")[0]
        begins = above == self._first_like(above) and (self.is_ghost or nr == self._first_like(nr))
        if begins and above in self._again:
            where = {"place": self._again[above], "first": self.places[above]}
            raise UserError("document_two_plans", file=self.file, number=above, **where)
        first = self.places.get(nr) or self.places[above]
        raise UserError("document_number_twice_at", file=self.file, number=nr, place=place, first=first)

    def _first_like(self, nr: str) -> str:
        return next(number for number in self.places if numbers.depth(number) == numbers.depth(nr))


def _holds(nr: str, rows: Sequence[Row], kinds: Sequence[str]) -> bool:
    """Return whether a row of these kinds bears an objective's number, or one that begins with it."""
    return any(row.kind in kinds and f"{row.nr}.".startswith(f"{nr}.") for row in rows)
