"""The plans of the home, with what is due and unsent in each; one of them is opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from language import N_, _
from language.plans import short_words, work_words
from tui.screens.gone_plan import of_plan as told
from tui.screens.refusals import message
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, fit, safe

if TYPE_CHECKING:
    from sync.home_plans import HomePlan
    from sync.plans import PlanWork

_NAME = 24
"""Columns of a name; what there is to do stands behind it."""
_MOST = 8
"""Plans that show at once."""


class PlansScreen(WindowScreen["HomePlan"]):
    """Returns the plan to open. What there is to do is read in a thread: the names stand at once."""

    heading = N_("Your plans, and what is due and unsent in each")
    CSS_PATH = "plans.tcss"
    contexts = ("plans",)

    def __init__(self, plans: Sequence[HomePlan], here: int) -> None:
        super().__init__()
        self.plans, self.here = plans, here
        self.works: list[PlanWork] = []
        self._reading: Worker[list[PlanWork]] | None = None

    def content(self) -> ComposeResult:
        self.listed = ChoiceList(self._lines(), self.here, id="listed")
        self.whole = Static(Content(""), id="whole")
        yield self.listed
        yield self.whole

    def on_mount(self) -> None:
        self.listed.styles.height = min(len(self.plans), _MOST)
        self.set_focus(self.listed)
        self._show()
        today, version = self.terren.today(), self.terren.version
        mailbox = self.terren.settings.mailbox

        def read() -> list[PlanWork]:
            from sync.plans import work

            return list(work(self.plans, today, version, mailbox))

        self._reading = self.run_worker(read, thread=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self._reading:
            return
        if event.state == WorkerState.SUCCESS and event.worker.result is not None:
            self.works = event.worker.result
            self.listed.fill(self._lines(), self.listed.cursor)
            self._show()
        elif event.state == WorkerState.ERROR and (error := event.worker.error) is not None:
            raise error

    def _lines(self) -> list[Line]:
        return [self._line(n) for n in range(len(self.plans))]

    def _line(self, at: int) -> Line:
        mark = "*" if at == self.here else " "
        words, style = "", "dim"
        if self.works:
            of_plan = self.works[at]
            words = _("It cannot be opened.") if of_plan.refusal is not None else short_words(of_plan)
            style = "bad" if of_plan.refusal is not None else ""
        return ((f"{mark} ", "good"), (fit(safe(self.plans[at].name), _NAME), ""), (f"  {words}", style))

    def _show(self) -> None:
        """Show all that there is to do in the plan that is marked."""
        words = [_("Counting …")]
        if self.works:
            of_plan, at = self.works[self.listed.cursor], self.listed.cursor
            plan = None if at == self.here else self.plans[at]
            waiting = _("Something waits for you.")
            words = [safe(of_plan.title), *work_words(of_plan, self.terren.today(), waiting)]
            if of_plan.refusal is not None:
                refusal = told(of_plan.refusal, self.plans)
                words = [safe(message(refusal.code, refusal.params, plan))]
        self.whole.update(Content("\n".join(words)))
        self.show_keys()

    def idle(self) -> Collection[str]:
        return ("open_plan",) if self.listed.cursor == self.here else ()

    def on_line_view_moved(self) -> None:
        self._show()

    def action_new_plan(self) -> None:
        """Begin a further plan from a document, under a name, and open it."""
        from sync.home_plans import MAX_NAME, new_plan
        from sync.plans import begin_plan
        from tui.documents.own_plan import OwnPlan, OwnPlanScreen
        from tui.screens.oneline import AnswerScreen

        def read(own: OwnPlan) -> None:
            def begin(name: str) -> HomePlan:
                goal = new_plan(self.terren.places._replace(plan=""), name)
                begin_plan(goal, self.plans, self.plans[self.here], **own.source)
                return goal

            above, start = _("What this plan is called here"), own.plan.title[:MAX_NAME].strip()
            name = AnswerScreen(_("A further plan"), above, start, begin, enter=N_("begin"))
            self.ask(name, self.dismiss)

        self.ask(OwnPlanScreen(), read)

    def action_open_plan(self) -> None:
        """Open the marked plan; the one that is open stays."""
        at = self.listed.cursor
        self.dismiss(None if at == self.here else self.plans[at])
