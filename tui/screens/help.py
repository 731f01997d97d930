"""All keys, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterable

from language import N_, _
from language.figures import FIGURES, figure_definition, figure_name
from language.terms import side_mark, status, status_mark
from schema.choices import STATUS
from tui.commands.catalogue import COMMANDS, GROUPS
from tui.screens.window import PageScreen
from tui.widgets.page import Page

_KEY_WIDTH = 18
_OWN_SIGNS = frozenset({"mapping", "publish", "review"})
"""Contexts in which the signs of the plan stand for something else."""


class HelpScreen(PageScreen[None]):
    """The keys of a screen, or all by group; and what the signs mean."""

    heading = N_("All keys")
    CSS_PATH = "help.tcss"
    contexts = ("help",)
    VIEW = "keys"

    def __init__(self, here: Iterable[str] = ()) -> None:
        """Show the keys of the contexts ``here`` alone, or, without them, of all screens."""
        super().__init__()
        self.here = frozenset(here)

    def page(self, width: int) -> Page:
        page = Page(width, min(_KEY_WIDTH, width // 3))
        if here := [command for command in COMMANDS if command.context in self.here]:
            page.heading(_("On this screen"))
            for command in here:
                page.field(command.signs(), command.explanation)
        if "overview" in self.here:
            page.heading(_("How figures are counted"))
            for figure in FIGURES:
                page.field(figure_name(figure), figure_definition(figure))
        for group in () if here else GROUPS:
            page.heading(_(group))
            for command in COMMANDS:
                if command.group == group:
                    page.field(command.signs(), command.explanation)
        if self.here & _OWN_SIGNS:
            return page
        page.heading(_("Signs"))
        for code in (*STATUS.codes, None):
            page.field(status_mark(code), status(code))
        for name, words in (
            ("overdue", _("overdue")),
            ("unsent", _("not confirmed by headquarters, or not on the server yet")),
            ("conflict", _("in conflict")),
            ("money", _("with a money warning")),
            ("returned", _("returned")),
            ("form", _("by form, not confirmed by a file of the unit")),
        ):
            page.field(side_mark(name), words)
        page.field("KA", _("administrative cost, in the institution's own budget"))
        return page
