"""Which changes of a register take the place of which, by way of any others, and what was taken back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import heapify, heappop, heappush
from operator import attrgetter
from typing import NamedTuple

from store.ledger.branches import Histories
from store.ledger.change import (
    MAX_BESIDE,
    MAX_HISTORIES,
    Change,
    split_batch,
    standing_histories,
    stands_beside,
)


class _Reach(NamedTuple):
    """Whose place some changes take, be it by way of any others: of each history its first ones, and some.

    ``first`` tells how many, ``named`` the ids of those that stand beside each other and are named alone.
    """

    first: Mapping[str, int]
    named: Collection[str]


class _Links(NamedTuple):
    """What the changes of one history name in another, by the place ``at`` which that grows.

    ``leads`` is how far in that other then, ``alone`` the ids of what is named of those that stand beside it.
    """

    at: list[int]
    leads: list[int]
    alone: list[frozenset[str]]


class Weighed:
    """All changes of one register that count, and which take the place of which as they do in the state.

    :func:`store.ledger.change.heads_of` has the rule.
    """

    def __init__(self, changes: Iterable[Change], histories: Histories | None) -> None:
        self._by_id = {change.id: change for change in changes}
        self._histories = histories
        self._chains: dict[str, list[Change]] = defaultdict(list)
        self._places: dict[str, tuple[int, int]] = {}
        """Where a change lies in its history, and the first one that it stands beside there, or itself."""
        for change in sorted(self._by_id.values(), key=attrgetter("seq")):
            chain = self._chains[change.replica]
            index = first = len(chain)
            if chain and stands_beside(change, chain[-1]):
                first = max(self._places[chain[-1].id][1], index - MAX_BESIDE + 1)
            self._places[change.id] = index, first
            chain.append(change)

    @property
    def changes(self) -> Collection[Change]:
        return self._by_id.values()

    def standing(self, taken: Collection[Change]) -> list[Change]:
        """Return those of ``taken`` whose place no other of them takes, be it by way of any others."""
        if len(self._by_id) == 1:
            return [*taken]
        reach = self._reach(taken)
        return [change for change in taken if not self._is_replaced(change, reach)]

    def _is_replaced(self, change: Change, reach: _Reach) -> bool:
        return self._places[change.id][0] < reach.first.get(change.replica, 0) or change.id in reach.named

    def _reach(self, taken: Iterable[Change]) -> _Reach:
        """Return whose place these take, be it by way of any others.

        Whoever leads to a change leads to all before it in its history, and what those name. So of each
        history one number is followed: who has many of them has no more than their number to wait for.
        """
        ends: dict[str, Change] = {}
        for change in taken:
            if change.replica not in ends or ends[change.replica].seq < change.seq:
                ends[change.replica] = change
        pending = [(-change.lamport, chain, self._places[change.id][0]) for chain, change in ends.items()]
        heapify(pending)
        followed, named = dict[str, int](), set[str]()
        while pending:
            # the latest first, so that a history is hardly followed twice
            _lamport, chain, index = heappop(pending)
            if index <= followed.get(chain, -1):
                continue
            followed[chain] = index
            for other, links in self._links[chain].items():
                if place := bisect_right(links.at, index):
                    named |= links.alone[place - 1]
                    lead = links.leads[place - 1]
                    if lead > followed.get(other, -1):
                        heappush(pending, (-self._chains[other][lead].lamport, other, lead))
        return _Reach(
            {chain: self._places[self._chains[chain][index].id][1] for chain, index in followed.items()},
            named,
        )

    @cached_property
    def _links(self) -> dict[str, dict[str, _Links]]:
        """By history and other history; those that stand beside each other name the same."""
        all_links: dict[str, dict[str, _Links]] = {}
        for chain, changes in self._chains.items():
            of_chain = all_links[chain] = {}
            for index, change in enumerate(changes):
                for named in self._named(change):
                    place, first = self._places[named.id]
                    links = of_chain.setdefault(named.replica, _Links([], [], []))
                    lead, alone = max([place, *links.leads[-1:]]), {named.id}.union(*links.alone[-1:])
                    least = first if lead == place else self._places[self._chains[named.replica][lead].id][1]
                    links.at.append(index)
                    links.leads.append(lead)
                    links.alone.append(
                        frozenset(change_id for change_id in alone if self._places[change_id][0] >= least)
                    )
        return all_links

    def _named(self, change: Change) -> Iterator[Change]:
        """Yield what a change names and takes the place of: of others what has a lower lamport."""
        if not change.supersedes:
            return
        names = change.supersedes if self._histories is None else self._histories.seen(change)
        for named in filter(None, map(self._by_id.get, names)):
            is_own = named.replica == change.replica
            if named.seq < change.seq if is_own else named.lamport < change.lamport:
                yield named

    def _author(self, chain: str) -> str:
        return chain if self._histories is None else self._histories.author(chain)

    def undone(self) -> set[str]:
        """Return the ids of what was taken back."""
        undoes: dict[str, list[Change]] = {}
        for chain, changes in self._chains.items():
            if of_chain := [change for change in changes if change.batch[:1] == "u"]:
                undoes[chain] = of_chain
        if not undoes:
            return set()
        batches: dict[tuple[str, str], dict[str, list[Change]]] = defaultdict(dict)
        for of_chain in self._chains.values():
            for change in of_chain:
                if change.batch[:1] != "u":
                    batches[self._batch(change)].setdefault(change.replica, []).append(change)
        ends: dict[tuple[tuple[str, str], str], int] = defaultdict(int)
        """By batch and history, how many of its changes there are taken back, with all before them."""
        gone = set[str]()
        for undoing, of_undoing in undoes.items():
            # whoever took something back had what stood then before him, and took its place
            reach = self._reach(of_undoing)
            for batch, last in {self._batch(undo): undo.seq for undo in of_undoing}.items():
                for chain in reach.first.keys() & batches[batch].keys():
                    changes = batches[batch][chain]
                    limit = last - 1 if chain == undoing else self._wrote_until(undoing, chain)
                    first = self._chains[chain][reach.first.get(chain, 0)].seq
                    end = bisect_left(changes, min(limit + 1, first), key=attrgetter("seq"))
                    ends[batch, chain] = max(end, ends[batch, chain])
                    for beside in changes[end : end + MAX_BESIDE]:
                        if beside.seq <= limit and beside.id in reach.named:
                            gone.add(beside.id)
        for (batch, chain), end in ends.items():
            gone.update(change.id for change in batches[batch][chain][:end])
        return gone.difference(change.id for change in self.standing(self.changes))

    def _wrote_until(self, undoing: str, chain: str) -> int:
        """Return how far in another history whoever took something back wrote, as it says of its lineage."""
        return 0 if self._histories is None else self._histories.wrote_until(undoing, chain)

    def _batch(self, change: Change) -> tuple[str, str]:
        """Return author and name of the batch that a change is of, takes back, or sets again."""
        # what was recorded under an earlier id is named with it
        subject = change.batch[1:] if change.batch[:1] in ("u", "r") else change.batch
        author, batch = split_batch(subject)
        return author or self._author(change.replica), batch

    def standing_histories(self, changes: Iterable[Change]) -> Collection[str]:
        """Return the histories that may have something that stands, where these changes are all."""
        if len(self._chains) <= MAX_HISTORIES:
            return self._chains
        ranks: dict[str, dict[str, int]] = defaultdict(dict)
        for change in changes:
            of_author = ranks[self._author(change.replica)]
            of_author[change.replica] = max(change.lamport, of_author.get(change.replica, 0))
        return set().union(*map(standing_histories, ranks.values()))
