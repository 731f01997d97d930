"""How commands are declared: click's classes with help that is translated when it is shown.

The catalogs take the help out of the calls below; it is translated late, because a module is imported once
while the language may be chosen afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from inspect import signature
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from language import LANGUAGES, N_, Unreadable, _
from store.db.errors import UserError
from terren import output
from terren.help.form import Context, Option
from terren.misuse import WrongUsage, quoted_field
from terren.session import Session, known_language
from terren.streams import text_type
from terren.values import Value

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class TerrenCommand(click.Command):
    """A command that accepts the common options and ``--json`` as well, and translates its help.

    One without a form of its own prints as JSON what it recorded.
    """

    context_class = Context

    def __init__(
        self,
        name: str,
        help: str,
        function: Callable[..., int | None],
        parameters: Sequence[click.Parameter],
        *,
        prints: str,
    ) -> None:
        super().__init__(name, help=help, callback=function, params=[*parameters], add_help_option=False)
        self.prints = prints or "@recorded"
        self.has_form = bool(prints)
        own = {parameter.name for parameter in self.params}
        common = common_options(json=N_("Print JSON.") if prints else N_("Print JSON: what was recorded."))
        self.params += [parameter for parameter in common if parameter.name not in own]
        for parameter in self.params:
            parameter._custom_shell_complete = _offered
            parameter.type = text_type(parameter)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the function, and print what it recorded where that is asked for."""
        session = ctx.ensure_object(Session)
        try:
            with output.progressing(ctx.command_path), session.rehearsal():
                code = super().invoke(ctx)
        except (UserError, Unreadable) as refusal:
            session.field = quoted_field(ctx, refusal)
            session.can_force = any(parameter.name == "force" for parameter in self.params)
            raise
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if not self.has_form and output.manner().json:
            output.print_json({"recorded": session.recorded})
        return code

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the codes that options take, and examples."""
        from terren.help.describe import codes_of_options, examples_of

        for name, codes in codes_of_options(self):
            with formatter.section(_("Codes of {option}").format(option=name)):
                formatter.write_dl(codes)
        if examples := examples_of(ctx):
            with formatter.section(_("Examples")):
                for example in examples:
                    # never broken into lines: it is there to be copied
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [f"[{_('OPTIONS')}]", *super().collect_usage_pieces(ctx)[1:]]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; too many are a wrong usage."""
        ctx.allow_extra_args = True
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            # click leaves it out of some, and then the help of another command would be named
            error.ctx = error.ctx or ctx
            raise
        if left and not ctx.resilient_parsing:
            raise WrongUsage(N_("Not understood: {found}."), ctx, found=" ".join(left))
        return left


def _offered(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from terren.help.completion import offered

    return offered(ctx, parameter, incomplete)


def _show_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        ctx.ensure_object(Session).find_language()
        output.lines(ctx.get_help().splitlines(), ours=True)
        ctx.exit()


def _settle(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value not in (None, False):
        _settle_option(ctx.ensure_object(Session), str(param.name), value)


def _settle_option(session: Session, name: str, value: Any) -> None:
    """Settle what a common option says. Raises UserError ``language_unknown``."""
    if name in output.Manner._fields:
        output.speak(name)
    elif name == "db":
        session.choose_database(value)
    elif name == "plan":
        session.choose_plan(value)
    elif name == "language":
        session.choose_language(value)


def common_options(*, json: str = N_("Print JSON.")) -> list[click.Parameter]:
    """Return the options of every command, before or after its name; ``json`` says what it prints."""
    common = partial(Option, expose_value=False)
    spoken = partial(common, is_flag=True, is_eager=True, callback=_settle)
    return [
        spoken(["--json"], help=json),
        common(["--db"], metavar="FILE", callback=_settle, help=N_("The database to use.")),
        common(
            ["--plan"],
            metavar="NAME",
            callback=_settle,
            help=N_("The plan to use, by its name or number: see “terren plans”."),
        ),
        common(
            ["--language"],
            type=Value(known_language, "|".join(LANGUAGES)),
            metavar="|".join(LANGUAGES),
            is_eager=True,
            callback=_settle,
            help=N_("The language of what is printed."),
        ),
        spoken(["-q", "--quiet"], help=N_("Say nothing but errors and questions.")),
        spoken(["-v", "--verbose"], help=N_("Say more: which database, and how long it took.")),
        spoken(["--debug"], help=N_("Say all, and for the maintainers where an error came from.")),
        common(
            ["-h", "--help"],
            is_flag=True,
            is_eager=True,
            callback=_show_help,
            help=N_("Show this message and exit."),
        ),
    ]


def read_common(arguments: Sequence[str], session: Session) -> None:
    """Settle what the common options say that click has not read, since something else is wrong."""
    # what follows -o is a name, whatever letters it has
    lenient = click.Command("terren", params=[*common_options(), click.Option(["-o"])])
    ctx = click.Context(lenient, resilient_parsing=True, ignore_unknown_options=True)
    read, _rest, _order = lenient.make_parser(ctx).parse_args([*arguments])
    for name, value in read.items():
        # --plan of init names a document
        if name != "plan":
            with suppress(UserError):
                _settle_option(session, name, value)


class Declaration(NamedTuple):
    """The default of a parameter of a command's function: the options or the argument that give its value.

    Options may be those of a field as well (:func:`fields_of`).
    """

    made: Callable[[str], Sequence[click.Parameter]]
    """Made for the name of the function's parameter."""
    gathered: Callable[[dict[str, Any]], Any] | None = None
    """Takes the value out of several that were read; None where there is one, of the parameter's name."""


def command(
    name: str, help: str, *, records: bool = False, rehearses: bool = False, prints: str = ""
) -> Callable[[Callable[..., int | None]], TerrenCommand]:
    """Declare a command by a function of the session and of parameters whose defaults declare them.

    The function returns the exit code, None being 0. ``prints`` is what ``--json`` prints, by the forms of
    ``terren.form_table``; of one that ``records`` it is what it recorded.
    ``rehearses``, which all that record do: ``--dry-run`` lets it work on a copy, of which it knows nothing,
    and tell the same.
    """

    def made(function: Callable[..., int | None]) -> TerrenCommand:
        defaults = signature(function).parameters.items()
        declared = {
            name: declaration.default
            for name, declaration in defaults
            if isinstance(declaration.default, Declaration)
        }

        def called(**read: Any) -> int | None:
            for name, declaration in declared.items():
                if declaration.gathered is not None:
                    read[name] = declaration.gathered(read)
            return function(click.get_current_context().ensure_object(Session), **read)

        parameters = [
            parameter for name, declaration in declared.items() for parameter in declaration.made(name)
        ]
        if rehearses or records:
            told = N_("Only say what would happen: all is done on a copy, and nothing is changed.")
            parameters.append(
                Option(["--dry-run"], is_flag=True, expose_value=False, callback=_set_rehearsal, help=told)
            )
        return TerrenCommand(name, help, called, parameters, prints=prints)

    return made


def argument(metavar: str, **attributes: Any) -> Any:
    """Declare an argument; one that is shown in brackets may be left out."""
    required = not metavar.startswith("[")
    return Declaration(
        lambda name: [click.Argument([name], metavar=metavar, required=required, **attributes)]
    )


def option(help: str, *names: str, type: Any = None, metavar: str | None = None, **attributes: Any) -> Any:
    """Declare an option, without ``names`` called as the parameter; help calls its value ``metavar``."""
    shown = metavar or getattr(type, "metavar", None if type else "TEXT")
    return _declared(names, help=help, type=type, metavar=shown, **attributes)


def flag(help: str, *names: str, **attributes: Any) -> Any:
    """Declare an option without a value."""
    return _declared(names, help=help, is_flag=True, **attributes)


def several(declared: Mapping[str, Declaration], gathered: Callable[..., Any] = dict) -> Any:
    """Declare several options for one parameter, which gets what is made of their values by name."""
    return Declaration(
        lambda _name: [
            parameter for name, declaration in declared.items() for parameter in declaration.made(name)
        ],
        lambda read: gathered(**{name: read.pop(name) for name in declared}),
    )


def fields_of(kind: Any) -> Any:
    """Declare the options that are the defaults of a named tuple's fields, given to the function as one."""
    return several(kind._field_defaults, kind)


def _declared(names: Sequence[str], **attributes: Any) -> Declaration:
    if "-o" in names and "--to" not in names:
        # where something is written is said in one way; what scripts read as its field stays the last
        names = ["--to", *names]
    return Declaration(
        lambda name: [Option([*(names or [f"--{name.replace('_', '-')}"]), name], **attributes)]
    )


def _set_rehearsal(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.ensure_object(Session).rehearses |= value
