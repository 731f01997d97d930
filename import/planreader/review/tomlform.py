"""Plans as files: the reviewable form ``*.plan.toml``, without loss, and the published database.

What is null is left out of TOML; a TOML file written anew keeps its comments where they stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from planreader.review.tomllines import line_of, lines_of
from planreader.sources.source import load
from store.db.durable import write_durably
from store.db.errors import UserError, library_needed
from store.db.regular import read_regular
from store.db.toml import parse_toml
from store.plan.form import plan_from_form, plan_to_form
from store.plan.form_reader import shown
from store.plan.model import Plan

_COMMENT: Final = re.compile(r"(?m)(?:^|\s)#")
_NAMES: Final = ("field", "finding", "nr", "id", "title")
"""The keys by which an entry of a list is known again, the surest first."""


def parsed(data: bytes, file: str) -> dict[str, Any]:
    """Return the values of a TOML file.

    Raises UserError ``document_encoding`` or ``toml_damaged``, with the line where it is no TOML.
    """
    try:
        return parse_toml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError("document_encoding", file=file, found="UTF-8", line=line) from error
    except ValueError as error:
        raise UserError("toml_damaged", file=file, reason=str(error)) from error


def read_toml(path: Path) -> Plan:
    """Return a plan from its reviewable form.

    Raises UserError ``document_missing``, ``document_empty`` or ``document_too_large`` for the file, as
    :func:`parsed`, and ``plan_format`` or ``file_wrong`` (all that cannot be read, with its line) for its
    contents.
    """
    data, wrong = load(path), list[UserError]()
    form = parsed(data, str(path))
    plan = plan_from_form(form, wrong)
    wrong += _negative(form, "plan")
    if wrong:
        text = data.decode("utf-8-sig")
        lines = lines_of(text)
        raise UserError(
            "file_wrong", file=str(path), problems=[_problem(problem, lines, text) for problem in wrong]
        )
    return plan


def _negative(value: object, where: str) -> Iterator[UserError]:
    """Yield a refusal for each amount of a budget below nought, by its path: none is planned so."""
    inner: Iterable[tuple[str, object]]
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = ((str(n), own) for n, own in enumerate(value, 1))
    else:
        of_budget = where.endswith("/budget_total") or where.rpartition("/")[0].endswith("/budget")
        if of_budget and isinstance(value, (int, float)) and value < 0:
            yield UserError("plan_form", where=where, found=shown(value))
        return
    for key, own in inner:
        yield from _negative(own, f"{where}/{key}")


def _problem(refused: UserError, lines: dict[str, int], text: str) -> tuple[str, dict[str, object]]:
    """Return what is wrong with a value, with its line; of one that stands twice, where it stands again."""
    where, value = (str(refused.params[key]) for key in ("where", "found"))
    path, name = where.removeprefix("plan/"), where.rpartition("/")[2]
    if where in ("plan/nr", "plan/id", "plan/indicators/id"):
        again = [*re.finditer(rf"""(?m)^\s*(?:nr|id)\s*=\s*["']{re.escape(value)}["']""", text)]
        line = text.count("\n", 0, again[-1].start()) + 1 if again else 1
        return "plan_value_twice", {"line": line, "key": name, "found": value}
    line = line_of(lines, path)
    code = "plan_value_missing" if value == "None" else "plan_value"
    return code, {"line": line, "key": name, "found": value, "where": path}


def toml_text(form: Mapping[str, Any]) -> str:
    """Plain data as TOML; what is null is left out."""
    import tomli_w

    return tomli_w.dumps(_without_nulls(form))


def write_toml(plan: Plan, path: Path, *, replace: bool = True) -> None:
    """Write a plan in its reviewable form, provenance included; the file is whole or as it was.

    The comments of a file of the same plan that is replaced stay where they stood.
    Raises UserError as :func:`store.db.durable.write_durably`.
    """
    form = _without_nulls(plan_to_form(plan, provenance=True))
    stood = read_regular(path) if replace and path.is_file() else b""
    before = stood.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    text = kept(before, form) or toml_text(form)
    write_durably(path, text.encode(), replace=replace)


def check_ending(goal: Path) -> None:
    """Raise UserError ``output_kind`` unless the ending says what to write."""
    if goal.suffix not in (".db", ".toml", ".xlsx"):
        raise UserError("output_kind", file=str(goal))


def check_goal(goal: Path, *, replace: bool = False) -> None:
    """Raise UserError ``output_kind``, ``output_exists`` (unless ``replace``) or ``folder_missing``."""
    check_ending(goal)
    if goal.exists() and not replace:
        raise UserError("output_exists", file=str(goal))
    if not goal.absolute().parent.is_dir():
        raise UserError("folder_missing", folder=str(goal.absolute().parent))


def write_plan(
    plan: Plan, goal: Path, *, source_name: str, source_sha256: str, replace: bool = False
) -> None:
    """Write a plan; the file is whole or as it was.

    Raises UserError as :func:`check_goal`, :func:`write_toml` and
    :func:`store.revision.plan_database.write_plan_database`.
    """
    check_goal(goal, replace=replace)
    if goal.suffix == ".toml":
        write_toml(plan, goal, replace=replace)
        return
    if goal.suffix == ".xlsx":
        from planreader.workbook.writing import plan_workbook

        write_durably(goal, plan_workbook(plan, str(goal)), replace=replace)
        return
    from store.revision.plan_database import write_plan_database

    write_plan_database(goal, plan, source_name=source_name, source_sha256=source_sha256, replace=replace)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value


def kept(before: str, form: Mapping[str, Any]) -> str | None:
    """Return the text of a TOML file after ``form``, written over ``before`` so that its comments stay.

    With an entry of a list that goes its comments go. None where the text has no comments, is of another plan
    or no TOML, or cannot take the values in. Raises UserError ``library_missing``.
    """
    if not _COMMENT.search(before):
        return None
    with library_needed("hq"):
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

    try:
        parse_toml(before)
        document = tomlkit.parse(before)
        if document.get("id") != form.get("id"):
            return None
        _update(document, form)
        text = tomlkit.dumps(document)
        same = parse_toml(text) == form
    except (TOMLKitError, ValueError, TypeError, KeyError):
        return None
    return text if same else None


def _update(table: Any, form: Mapping[str, Any]) -> None:
    """Bring a table to the values of a form; what is the same is not touched."""
    import tomlkit
    from tomlkit.items import AoT

    for key in [key for key in table if key not in form]:
        del table[key]
    for key, value in form.items():
        present = table.get(key)
        if (present.unwrap() if hasattr(present, "unwrap") else present) == value:
            continue
        if isinstance(present, dict) and isinstance(value, dict):
            _update(present, value)
        elif isinstance(present, AoT) and value and all(isinstance(inner, dict) for inner in value):
            before = {name: entry for entry in present if (name := _name(entry))}
            entries = tomlkit.aot()
            for inner in value:
                entry = before.pop(_name(inner), None)
                if entry is None:
                    entry = tomlkit.item(dict(inner))
                else:
                    _update(entry, inner)
                entries.append(entry)
            table[key] = entries
        else:
            table[key] = value


def _name(entry: Mapping[str, Any]) -> str:
    """Return what tells an entry of a list from the others, empty where nothing does."""
    return next((f"{name} {entry[name]}" for name in _NAMES if name in entry), "")
