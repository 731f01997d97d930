"""Standard output is data, standard error is narration; text from data never acts on a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from terren.terminal import ProgressLine

_YEAR_10000: Final = 253_402_300_800
_LEAST: Final = 8  # characters of a column that is cut
_ACTING: Final = "[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"


class Manner(NamedTuple):
    """How a call speaks: ``json`` data and errors for a program, ``quiet`` no narration, ``verbose`` more of
    it, ``debug`` a traceback as well."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    debug: bool = False


class _Call:
    """How the present call speaks, its line of progress, and its files that stand for standard streams."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin a call: standard output is for lines, and nothing more was asked for."""
        self.options: set[str] = set()
        self.manner = Manner()
        self.progress: ProgressLine | None = None
        self.reserved = False
        self.streams: list[str] = []
        self.complaints: set[str] = set()

    def speak(self, option: str) -> None:
        """Speak as an option says, from now on, beside those that were given before."""
        self.options.add(option)
        debug = "debug" in self.options
        quiet = "quiet" in self.options and not debug
        self.manner = Manner("json" in self.options, quiet, debug or "verbose" in self.options, debug)


_call: Final = _Call()
begin: Final = _call.begin
speak: Final = _call.speak


def reserve() -> None:
    """Keep standard output for the contents of a file: what else would stand there is narrated."""
    _call.reserved = True


def call_stream(path: Path) -> None:
    """Call a file that stands for a standard stream as the person did, ``-``."""
    _call.streams.append(str(path))


def _as_called(text: str) -> str:
    for path in _call.streams:
        text = text.replace(path, "-")
    return text


def _clean(text: str) -> str:
    from store.db.text import clean

    return clean(text)


@contextmanager
def progressing(name: str) -> Iterator[None]:
    """Show on a terminal meanwhile that something goes on."""
    if _call.manner.quiet or not sys.stderr.isatty():
        yield
        return
    from terren.terminal import ProgressLine

    _call.progress = ProgressLine(name)
    _call.progress.start()
    try:
        yield
    finally:
        stop_progress()


def progress(text: str) -> None:
    """Say on a terminal how far a long command is; elsewhere nothing."""
    if _call.progress is not None:
        _call.progress.say(text)


def stop_progress() -> None:
    """Show no progress any more: a person is asked, or sees the data."""
    if _call.progress is not None:
        _call.progress.stop()
        _call.progress = None


def manner() -> Manner:
    """Return how this call speaks."""
    return _call.manner


def prepare() -> None:
    """Make the standard streams able to take any text; what is no terminal is UTF-8, whatever the locale."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            # the caller has closed it: what is said there is heard by nobody
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="strict" if stream is sys.stdin else "replace")


def tell(*texts: str, **params: object) -> None:
    """Say lines to the person at the terminal, unless that wants to hear nothing (``--quiet``).

    ``params`` are filled into a sentence.
    """
    for text in () if _call.manner.quiet else texts:
        say(text.format(**params) if params else text)


def complain(code: str, text: str, field: str | None = None) -> bool:
    """Say what is wrong, also to who wants to hear nothing else: in lines, or as JSON on one line.

    ``code`` names what it is, ``field`` the option that it is about. False where this call said it before.
    """
    if text in _call.complaints:
        return False
    _call.complaints.add(text)
    if _call.manner.json:
        import json

        error = {"code": code, "field": field, "message": _as_called(text)}
        _write(escaped(json.dumps({"error": error}, ensure_ascii=False)) + "\n")
    else:
        for line in text.split("\n"):
            say(line, colour="31")
    return True


def say(text: str, end: str = "\n", colour: str | None = None) -> None:
    """Say one line whatever the manner, such as a question; ``colour`` is for terminals."""
    # one line, since names and file names in it come from others
    words = _clean(_as_called(text))
    if colour is not None and sys.stderr.isatty():
        from terren.terminal import coloured

        words = coloured(words, colour, sys.stderr)
    _write(words + end)


def _write(text: str) -> None:
    """Write to standard error; that nobody listens any more stops no work."""
    if _call.progress is not None:
        _call.progress.clear()
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError as error:
        from store.db.system import is_closed_pipe

        if not is_closed_pipe(error):
            raise
        # what is buffered would fail again at the end of the process
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def line(text: str = "") -> None:
    """Print one line of text; line ends within it become spaces."""
    if _call.reserved:
        tell(text)
        return
    if _call.progress is not None:
        _call.progress.clear()
    sys.stdout.write(_clean(_as_called(text)) + "\n")


def text(ready: str) -> None:
    """Print a text of several lines whose texts from data are clean already."""
    sys.stdout.write(ready)


def lines(texts: Iterable[str], *, ours: bool = False) -> None:
    """Print several lines; on a terminal that they do not fit, in the pager.

    ``ours``: none of it comes from others, and what acts on a terminal in it stays.
    """
    if not _call.reserved and sys.stdout.isatty():
        from terren.terminal import page

        texts = [text if ours else _clean(text) for text in texts]
        stop_progress()
        if page(texts):
            return
        text("".join(f"{printed}\n" for printed in texts))
        return
    for printed in texts:
        line(printed)


def escaped(text: str) -> str:
    r"""Return JSON or TOML with the characters that could act on a terminal written as ``\uXXXX``."""
    return re.sub(_ACTING, lambda match: f"\\u{ord(match[0]):04x}", text)


def give(form: Callable[[], Any], lines_of: Iterable[str] | str = ()) -> bool:
    """Print data: as JSON for a program that asks (``--json``), else in lines; whether a person reads it."""
    if _call.manner.json:
        print_json(form())
        return False
    lines([lines_of] if isinstance(lines_of, str) else lines_of)
    return True


def print_json(value: Any) -> None:
    """Print data as JSON, as :func:`plain` has it."""
    import json

    stop_progress()
    sys.stdout.write(escaped(_as_called(json.dumps(plain(value), ensure_ascii=False, indent=2))) + "\n")


def picked(value: object, *names: str) -> dict[str, Any]:
    """Return some fields of a value, by their names."""
    return {name: getattr(value, name) for name in names}


def plain(value: Any) -> Any:
    """Return data as JSON has it: tuples by their fields, days in ISO 8601, shares as numbers, else texts."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    if value is None or isinstance(value, (str, int, float)):
        return value
    if hasattr(value, "numerator"):
        return float(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def euro_number(cents: int | None) -> int | float | None:
    """Return cents as a number of euros in JSON."""
    from store.plan.form import euros

    return None if cents is None else euros(cents)


def columns(
    heads: Iterable[str], rows: Iterable[Iterable[str]], texts: int = 1, cut: int | None = None
) -> Iterator[str]:
    """Yield lines of a table under its heads: the first ``texts`` columns flush left, figures flush right.

    Where a terminal is too narrow for all, the column ``cut`` is cut, and then they move together.
    """
    from terren.terminal import room

    cells = [[_clean(cell) for cell in row] for row in (heads, *rows)]
    widths, between = [max(map(len, column)) for column in zip(*cells, strict=True)], "  "
    if cut is not None and (wide := room()) is not None:
        over = sum(widths) + 2 * (len(widths) - 1) - wide
        uncut = widths[cut]
        widths[cut] = min(uncut, max(uncut - over, _LEAST))
        if over > uncut - widths[cut]:
            between = " "
        for row in cells:
            if len(row[cut]) > widths[cut]:
                row[cut] = f"{row[cut][: widths[cut] - 1]}…"
    for row in cells:
        yield between.join(
            cell.ljust(width) if n < texts else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()


def utc(seconds: int) -> str:
    """Return a moment in ISO 8601, UTC; in seconds since 1970 where no calendar has it."""
    if not 0 <= seconds < _YEAR_10000:
        return str(seconds)
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
