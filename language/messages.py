"""What is said when something is refused, in the current language, by the code of the refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from language import _
from language.commands import NamedPlan, in_plan, named_units
from language.numbers import MISSING, bare, fill
from language.reading.documents import headings, quoted, unmapped_params
from language.reading.sources import source
from language.refusals.documents import DOCUMENTS
from language.refusals.exchange import EXCHANGE
from language.refusals.installation import INSTALLATION
from language.refusals.reporting import REPORTING
from language.refusals.revision import REVISION
from language.refusals.screens import SCREENS, on_screen
from language.refusals.servers import NO_FILE, ROW, SERVERS
from language.refusals.trackers import TRACKERS
from language.refusals.workbooks import WORKBOOKS

MESSAGES: Final[dict[str, str]] = {
    **DOCUMENTS,
    **EXCHANGE,
    **INSTALLATION,
    **REPORTING,
    **REVISION,
    **SERVERS,
    **TRACKERS,
    **WORKBOOKS,
}
"""The English template of each code."""


_KEY: Final = re.compile(r"\{(key_(\w+))\}")
"""What stands in a template for the key that does a command."""
_PLACES: Final = frozenset({"place", "first"})
"""Figures of refused documents that are places in them."""
_BESIDE_CELLS: Final = frozenset({"amount_of_doubtful_kind", "amounts_of_payers", "cell_said_twice"})
"""Codes of what is told of a cell, whose ``known`` is the place of another one."""
_MOST_PROBLEMS: Final = 40
"""Lines of what is wrong in a file that are shown."""
_LOOKED: Final = frozenset({"document_no_heading", "document_no_actions", "document_unmapped"})
"""Refusals that say which headings were looked for and found."""

_BRINGS: Final = ("bundle", "machine", "command")
"""Figures of a library that is missing: store.db.errors."""

_HEADINGS: Final = frozenset({"looked", "found", "missing", "lacking"})
"""Their figures that name headings."""

_OF_REGISTERS: Final = frozenset(
    {
        "amount_in_conflict",
        "amount_later",
        "changed_meanwhile",
        "in_conflict",
        "later_stands",
        "recorded_of_other",
        "status_later",
        "status_meanwhile",
    }
)
"""Those that quote a register as ``kind`` and ``field``, and perhaps ``values`` with their ``currency``."""


_UNITS: Final[dict[str, tuple[str, ...]]] = {
    "form_no_actions": ("unit",),
    "meeting_of_others": ("unit",),
    "not_allowed": ("unit", "own"),
    "paper_code_wrong": ("unit",),
    "paper_not_on_form": ("unit",),
    "report_changed": ("unit",),
    "report_none": ("unit",),
    "report_returned": ("known",),
    "report_several": ("known",),
    "row_names_others": ("unit",),
    "trust_headquarters": ("unit",),
    "trust_key_differs": ("unit",),
    "trust_role_differs": ("unit",),
}
"""Figures by the code of the refusal that are codes of units: of one or several."""


def message(
    code: str,
    params: Mapping[str, object],
    plan: NamedPlan | None = None,
    *,
    key: Callable[[str], str] | None = None,
) -> str:
    """Return the message of a refusal in the current language; an unknown code is shown with its params.

    ``plan`` is the one that it is about, where commands do not reach it without its name. On a screen ``key``
    gives the key that does a command of the interface.
    """
    if code not in MESSAGES:
        return bare(code, params)
    if units := {key: params[key] for key in _UNITS.get(code, ()) if params.get(key)}:
        params = {**params, **{key: named_units(codes) for key, codes in units.items()}}
    if code == "file_wrong":
        return "\n".join(_wrong(params))
    if code in WORKBOOKS:
        params = _of_cells(params)
    if code in _BESIDE_CELLS:
        params = {**params, "known": source(str(params.get("known", "")))}
    if code.startswith("document_"):
        params = {
            key: source(value) if key in _PLACES and isinstance(value, str) else value
            for key, value in params.items()
        }
    if code.startswith("mapping_") and (names := params.get("columns")) and isinstance(names, list):
        params = {**params, "columns": quoted(names)}
    if code.startswith("mapping_") and (line := params.get("line")):
        params = {**params, "file": f"{params.get('file')}, {source(f'line {line}')}"}
    if code in _OF_REGISTERS:
        from language.registers import register, value

        kind, field, values = (params.get(key, MISSING) for key in ("kind", "field", "values"))
        contents, currency = values if isinstance(values, list) else [], str(params.get("currency", ""))
        shown = [value(str(kind), str(field), content, currency) for content in contents]
        params = {**params, "field": register(str(kind), str(field)), "values": shown}
    if code in _LOOKED:
        params = {
            key: headings(value) if key in _HEADINGS and isinstance(value, str) else value
            for key, value in params.items()
        }
    if code == "document_unmapped":
        params = unmapped_params(params)
    is_row = code in NO_FILE and "server" in params
    said = _(ROW if is_row else MESSAGES[code])
    if key is not None and code in SCREENS:
        said = on_screen(said, _(SCREENS[code]))
        params = {**params, **{name: key(command) for name, command in _KEY.findall(said)}}
    template = in_plan(said, plan)
    for name in ("nearest", "columns", "lacking", *(_BRINGS if code.endswith("_missing") else ())):
        if not params.get(name, True):
            # where nothing is near, lacking, known or brings it, the sentence about it says nothing
            template = re.sub(rf"\s*[^.]*\{{{name}\}}[^.]*\.", "", template)
    return fill(template, params)


def _wrong(params: Mapping[str, object]) -> Iterator[str]:
    """Yield all that is wrong in a file, a line each."""
    problems = params.get("problems")
    yield fill(_(MESSAGES["file_wrong"]), params)
    told = problems if isinstance(problems, (list, tuple)) else []
    for code, figures in told[:_MOST_PROBLEMS]:
        if code == "cell_unclear":
            # what the core of all tables says of a cell, which names no place
            yield f"- {source(figures['place'])}: {message(figures['code'], figures['params'])}"
        else:
            yield f"- {message(code, figures)}"
    if more := len(told[_MOST_PROBLEMS:]):
        yield _("… and {n} more").format(n=more)


def _of_cells(params: Mapping[str, object]) -> dict[str, object]:
    """Return what is quoted of a cell: places in words, and names of columns, sheets and choices
    translated."""
    return {
        key: source(value)
        if key in (*_PLACES, "where") and isinstance(value, str)
        else _(value)
        if key in ("heading", "sheet", "kind") and isinstance(value, str)
        else [_(str(word)) for word in value]
        if key == "known" and isinstance(value, list)
        else value
        for key, value in params.items()
    }
