"""What is said when something fails: one message on standard error and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from language import Unreadable, _
from language.commands import NamedPlan, in_plan, name_units
from store.db.errors import IN_THE_WAY, UserError
from terren import output

if TYPE_CHECKING:
    import click


DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
WAITING: Final = 3
INTERRUPTED: Final = 130


def _unit_name(code: str, language: str) -> str:
    from store.plan.units import unit_name

    return unit_name(code, language)


def _institution_name(written: str, language: str) -> str:
    from store.plan.units import institution_name

    return institution_name(written, language)


name_units(_unit_name, _institution_name)


def refused(
    error: UserError | Unreadable,
    field: str | None = None,
    *,
    can_force: bool = False,
    plan: NamedPlan | None = None,
) -> int:
    """Say why something was refused; ``field`` is the option or argument that it is about, ``plan`` the plan
    where commands must name it.

    ``can_force``: the command would replace a file that is there, if told so.
    """
    from language.messages import message

    words = message(error.code, error.params, plan)
    if can_force and error.code in IN_THE_WAY:
        words += " " + _("“--force” replaces it.")
    if error.code == "in_conflict":
        words += " " + in_plan(_("“--decide” says that you mean it; “terren conflicts” lists all."))
    if not output.complain(error.code, words, field):
        output.tell(_("Refused for the same reason."))
    return REFUSED


def usage(error: click.ClickException) -> int:
    """Say what is wrong in the words of the command, and where its help is."""
    import click

    output.complain(*_usage(error))
    if output.manner().json:
        return USAGE
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    command = "terren" if ctx is None else ctx.command_path
    output.tell(_("Help: {command} --help"), command=command)
    return USAGE


def _usage(error: click.ClickException) -> tuple[str, str, str | None]:
    """Return the code of a wrong usage, what is wrong, and the option or argument that it is about."""
    import click

    from terren.misuse import WrongUsage, field_name, nearest_words, shown_name

    if isinstance(error, click.NoSuchOption):
        text = _("There is no option {option}.").format(option=error.option_name)
        return "option_unknown", text + nearest_words(error.possibilities or ()), error.option_name
    if isinstance(error, click.BadOptionUsage):
        text = _("The option {option} is used wrongly; does it need a value?")
        return "option_usage", text.format(option=error.option_name), error.option_name
    text = error.words() if isinstance(error, WrongUsage) else error.message
    if not isinstance(error, click.BadParameter):
        return "usage", text, None
    name = field = str(error.param_hint or "")
    if error.param is not None:
        name, field = shown_name(error.param, error.ctx), field_name(error.param)
        text = f"{name}: {text}"
    if isinstance(error, click.MissingParameter):
        return "parameter_missing", _("{name} is missing.").format(name=name), field or None
    return error.code if isinstance(error, WrongUsage) else "usage", text, field or None


def interrupted() -> int:
    """End the line that Ctrl+C broke off, and return the exit code."""
    sys.stderr.write("\n")
    return INTERRUPTED


def pipe_closed() -> int:
    """Say nothing more, whoever read the output has enough of it; return the exit code."""
    _drop_output()
    return DONE


def is_of_output(error: OSError) -> bool:
    """Return True if what was printed could not be written, which fails again then, or a disk is full.

    Of a file that was opened by its name the system says that name.
    """
    from store.db.system import error_code

    if error.filename is not None:
        return False
    try:
        sys.stdout.flush()
    except OSError:
        return True
    return error_code(error) == "disk_full"


def output_lost(error: OSError) -> int:
    """Say that what was printed could not be written, and why: it is not whole."""
    trace(error)
    _drop_output()
    words = _("The output could not be written whole: {detail}. Free some space, or choose another place.")
    output.complain("output_lost", words.format(detail=error.strerror or error))
    return REFUSED


def _drop_output() -> None:
    """Write what is left of standard output nowhere: the interpreter flushes it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def trace(error: BaseException) -> None:
    """Say where an error came from, to a maintainer who asks (``--debug``)."""
    if output.manner().debug:
        import traceback

        for text in traceback.format_exception(error):
            for line in text.splitlines():
                output.say(line)


def unexpected(error: Exception) -> int:
    """Write what happened to a file that can be sent to the maintainers, and say where it is."""
    from store.db.places import read_places
    from tui.screens.crash import write_log

    trace(error)
    what = f"{type(error).__name__}: {error}"
    path = write_log(read_places(), error)
    if path is None:
        output.complain("unexpected", _("Something unexpected happened: {what}.").format(what=what))
    else:
        words = _("Something unexpected happened: {what}. Details are in {file}; send it to the maintainers.")
        output.complain("unexpected", words.format(what=what, file=path))
    return REFUSED
