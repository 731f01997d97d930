"""Wrong usage, told in a language that is settled only when it is told."""

from __future__ import annotations

from collections.abc import Sequence

import click

from language import Unreadable, _
from store.db.errors import UserError


class WrongUsage(click.BadParameter):
    """A template marked with ``N_``, its params and its code; ``nearest`` are what may have been meant.

    ``field`` is the option or argument that it is about, where no ``param`` says so.

    Not a sentence: click refuses before the database is known whose language is spoken.
    """

    def __init__(
        self,
        template: str,
        ctx: click.Context | None = None,
        param: click.Parameter | None = None,
        *,
        code: str = "usage",
        field: str | None = None,
        nearest: Sequence[str] = (),
        **params: str,
    ) -> None:
        super().__init__(template, ctx, param, field)
        self.template, self.code, self.nearest, self.params = template, code, nearest, params

    def words(self) -> str:
        """Return what is wrong, in the current language."""
        return _(self.template).format(**self.params) + nearest_words(self.nearest)


def nearest_words(nearest: Sequence[str]) -> str:
    """Return the sentence that says what is near, behind another; nothing where nothing is."""
    return " " + _("The nearest are: {nearest}.").format(nearest=", ".join(nearest)) if nearest else ""


def shown_name(parameter: click.Parameter, ctx: click.Context | None) -> str:
    """Return a parameter as help names it: an option's long name, an argument in capitals."""
    if isinstance(parameter, click.Option) or ctx is None:
        return parameter.opts[-1]
    return parameter.make_metavar(ctx)


def field_name(parameter: click.Parameter) -> str:
    """Return a parameter as scripts name it: an option's long name, an argument without its marks."""
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    shown = (parameter.metavar or "").strip("[].")
    return shown if shown.isupper() else str(parameter.name).upper()


def quoted_field(ctx: click.Context, refusal: UserError | Unreadable) -> str | None:
    """Return the only parameter whose value a refusal quotes; None where there is none, or several."""
    quoted = {str(value) for value in refusal.params.values()}
    quoting = [
        parameter
        for parameter in ctx.command.params
        for value in [ctx.params.get(parameter.name or "")]
        if quoted & {str(value) for value in (value if isinstance(value, tuple) else (value,)) if value}
    ]
    return field_name(quoting[0]) if len(quoting) == 1 else None
