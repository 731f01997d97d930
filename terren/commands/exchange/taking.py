"""``terren receive``: each file goes to the plan that it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from language import _
from language.delivery import attachments_came
from store.db.database import Store
from store.db.errors import UserError
from terren import failures, output
from terren.commands.exchange.taken import as_of_now, count_files, received_form, tell_taken, waits
from terren.session import Session
from terren.words import tell_release

if TYPE_CHECKING:
    from sync.home_plans import HomePlan
    from sync.receive.attachments import Arrived
    from sync.receive.received import Received


class Taking:
    """Takes files, and knows what came of all.

    ``accept`` and ``role`` say whom a person accepts, ``reserve`` is the file of the reserve key; with
    ``yes`` forms are taken without asking.
    """

    def __init__(
        self, session: Session, *, accept: str | None, role: str | None, reserve: Path | None, yes: bool
    ) -> None:
        self._session, self._yes = session, yes
        self._accept, self._role, self._reserve = accept, role, reserve
        self.taken: list[dict[str, Any]] = []
        self.forms: list[dict[str, Any]] = []
        self._refused = self._waits = self._attached = False

    def take_all(self, files: Sequence[Path], forms: Sequence[Path], attached: Sequence[Path]) -> None:
        """Take change sets, forms and attachments, each where it belongs."""
        from sync.plans import shares

        session = self._session
        served = session.served_plans()
        alone, here = len(served) == 1, served[0]
        shared = {here: [*files]}
        if not alone:
            here = next(plan for plan in served if plan.places.plan == session.places.plan)
            shared = shares(files, served, here, self._reserve)
        wanted = {plan for plan in served if shared[plan]} | ({*served} if forms or attached else set())
        left: dict[Path, UserError | None] = dict.fromkeys(forms)
        for plan in session.each_plan(wanted or {here}):
            try:
                with session.working() as store:
                    self._take(store, None if alone else plan, shared[plan], len(files))
                    self._take_attachments(store, shared[plan], attached)
                    left = self._take_forms(store, left)
                    tell_release(store)
            except UserError as refusal:
                if alone:
                    raise
                self._refuse(refusal)
        for why in filter(None, left.values()):
            self._refuse(why)
        if attached and not self._attached:
            output.tell(
                _("Nothing that is asked for here was in: {files}"), files=", ".join(map(str, attached))
            )

    def _refuse(self, refusal: UserError) -> None:
        failures.refused(refusal)
        self._refused = True

    def _take(self, store: Store, plan: HomePlan | None, files: Sequence[Path], of: int) -> None:
        from sync.receive.waiting import receive_each

        results = receive_each(
            store,
            self._session.places,
            files,
            accept=self._accept,
            role=self._role,
            first_sight=self._session.settings.trust == "first_sight",
            reserve=self._reserve,
        )
        taken: list[Received] = []
        for n, result in enumerate(results, 1):
            count_files(n, of)
            if isinstance(result, UserError):
                self._refuse(result)
            else:
                taken.append(result)
                tell_taken(store, result)
        self.taken += [received_form(received, None if plan is None else plan.name) for received in taken]
        self._waits |= waits(as_of_now(store, taken))

    def _take_attachments(self, store: Store, files: Sequence[Path], attached: Sequence[Path]) -> None:
        """Take the attachments that lie beside change sets, and those that were named."""
        from sync.receive.attachments import attachment_files, take_attachments

        beside = [path for folder in {file.parent for file in files} for path in attachment_files(folder)]
        arrived: Arrived = take_attachments(store, self._session.places, [*attached, *beside])
        output.tell(*attachments_came(*arrived))
        self._attached |= bool(arrived.came)

    def _take_forms(self, store: Store, forms: Iterable[Path]) -> dict[Path, UserError | None]:
        """Take forms that came back; return those that another plan may take, and why they are not taken."""
        from terren.commands.exchange.forms import take_form

        left: dict[Path, UserError | None] = {}
        for path in forms:
            try:
                self.forms.append(take_form(self._session, store, path, yes=self._yes))
            except UserError as refusal:
                if refusal.code in ("form_other_plan", "headquarters_only"):
                    left[path] = refusal
                    continue
                self._refuse(refusal)
        return left

    def code(self) -> int:
        """Return the exit code."""
        if self._refused and not (self.taken or self.forms):
            return failures.REFUSED
        left = any(form["conflicts"] or form["left"] for form in self.forms)
        return failures.WAITING if self._refused or left or self._waits else failures.DONE
