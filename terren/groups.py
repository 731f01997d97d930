"""Commands that have commands of their own, such as ``terren meeting open``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import click

from language import N_, _
from terren.declare import TerrenCommand, command, common_options
from terren.help.form import Context
from terren.misuse import WrongUsage


@click.pass_context
def _ask_for_one(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None and isinstance(ctx.command, Group):
        commands = ", ".join(ctx.command.list_commands(ctx))
        raise WrongUsage(N_("Say what to do: {known}."), ctx, known=commands)


class Group(click.Group):
    """A command with subcommands; the common options stand before or after their names."""

    context_class = Context

    def __init__(
        self,
        name: str,
        *,
        help: str | None = None,
        callback: Callable[..., int | None] = _ask_for_one,
        more: Sequence[click.Parameter] = (),
        prints: str | None = None,
    ) -> None:
        super().__init__(
            name,
            help=help,
            add_help_option=False,
            invoke_without_command=True,
            callback=callback,
            params=[*common_options(), *more],
        )
        self.prints = prints

    def add(self, name: str, help: str, **kinds: Any) -> Callable[[Callable[..., int | None]], TerrenCommand]:
        """Declare a subcommand, as :func:`terren.declare.command`."""
        declared = command(name, help, **kinds)

        def added(function: Callable[..., int | None]) -> TerrenCommand:
            subcommand = declared(function)
            self.add_command(subcommand)
            return subcommand

        return added

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the subcommands in the order in which they were declared."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the subcommand that the first argument names; the nearest are said where there is none."""
        refuse_unknown(ctx, args, self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [f"[{_('OPTIONS')}]", f"{_('COMMAND')} …"]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the subcommands with their help."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, _(subcommand.help or "")) for name, subcommand in self.commands.items()]
            )


def refuse_unknown(ctx: click.Context, args: list[str], names: Collection[str]) -> None:
    """Raise a wrong usage, with the nearest names, where the first argument names none of the commands."""
    if not args or args[0] in names or ctx.resilient_parsing:
        return
    from store.db.likeness import nearest

    near = nearest(args[0], names)
    raise WrongUsage(
        N_("There is no command “{found}”."), ctx, code="command_unknown", nearest=near, found=args[0]
    )


def leaves(name: str, declared: click.Command) -> dict[str, TerrenCommand]:
    """Return a command by its name, or the subcommands of a group by theirs: ``meeting open``."""
    if isinstance(declared, Group):
        return {
            f"{name} {sub}": subcommand
            for sub, subcommand in declared.commands.items()
            if isinstance(subcommand, TerrenCommand)
        }
    assert isinstance(declared, TerrenCommand)
    return {name: declared}
