"""The front door: ``terren`` and ``python -m terren``."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from functools import partial

from language import _
from language.commands import name_in_commands
from terren import failures, output
from terren.session import Session


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say and answer with the exit code; whatever fails is told in one message."""
    from language import Unreadable
    from store.db.errors import UserError

    session = Session(partial(_read_rest, arguments))
    output.begin()
    try:
        try:
            session.begin_speaking()
            name_in_commands(session.plan_to_name)
            if asked := os.environ.get("_TERREN_COMPLETE"):
                return _offer(asked, session)
            # without arguments there is nothing to parse, and the interface stands sooner
            code = _call(arguments, session) if arguments else session.open_interface()
            sys.stdout.flush()
            return code
        except (UserError, Unreadable) as error:
            session.find_language()
            failures.trace(error)
            told = session.told(error) if isinstance(error, UserError) else error
            return failures.refused(told, session.field, can_force=session.can_force)
        except KeyboardInterrupt:
            return failures.interrupted()
    except (BrokenPipeError, SystemExit):
        # click makes a broken pipe an exit; nothing else of ours or of click's exits here
        return failures.pipe_closed()
    except Exception as error:
        # whatever nobody expected is told in words and kept with its trace
        if isinstance(error, OSError):
            from store.db.system import is_closed_pipe

            if is_closed_pipe(error):
                return failures.pipe_closed()
            if failures.is_of_output(error):
                return failures.output_lost(error)
        if (damage := session.damage()) is not None:
            failures.trace(error)
            return failures.refused(damage)
        return failures.unexpected(error)


def _read_rest(arguments: Sequence[str], session: Session) -> None:
    """Settle what the options of every command say, where click did not come to them."""
    if arguments:
        from terren.declare import read_common

        read_common(arguments, session)


def _call(arguments: Sequence[str], session: Session) -> int:
    """Let click read the arguments and call the command."""
    import click

    from terren.command_line import terren

    started = time.perf_counter()
    try:
        with session.at_end:
            code = terren.main(list(arguments), prog_name="terren", standalone_mode=False, obj=session)
    except click.ClickException as error:
        session.find_language()
        return failures.usage(error)
    except click.Abort as error:
        # click takes the end of any file for one of the input
        if isinstance(error.__cause__, EOFError):
            raise error.__cause__ from None
        return failures.interrupted()
    code = code if isinstance(code, int) else failures.DONE
    if output.manner().verbose:
        words = _("Done in {seconds} s, with exit code {code}.")
        output.tell(words, seconds=f"{time.perf_counter() - started:.2f}", code=code)
    return code


def _offer(asked: str, session: Session) -> int:
    """Tell a shell what may come next."""
    from terren.command_line import terren
    from terren.declare import read_common
    from terren.help.completion import answer

    answer(asked, terren, session, read_common)
    return failures.DONE


def _know_all_letters() -> None:
    """Start anew in UTF-8 where the locale knows ASCII alone and the arguments, maybe files, have more."""
    if sys.getfilesystemencoding() == "ascii" and not all(map(str.isascii, sys.argv)):
        interpreter = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execve(sys.executable, interpreter, {**os.environ, "PYTHONUTF8": "1"})


def main() -> None:
    """Run the program with the arguments of the process."""
    _know_all_letters()
    # a command leaves little garbage, and each search for some goes through all that was loaded
    gc.set_threshold(100_000, 20, 20)
    output.prepare()
    code = run(sys.argv[1:])
    # what is in memory goes with the process, and not piece by piece
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
