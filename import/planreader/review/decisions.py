"""What headquarters decided on an imported document: ``*.corrections.toml``, read strictly and written.

A decision is on a field (``1.2.3 budget 2022``) or on a finding (``4.5 total_mismatch 2021 59500 60500``: its
number, its code and its figures, so that one whose figures change is asked about again).
"""

from __future__ import annotations

from collections.abc import Mapping as Form
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from planreader.interpret.mapping.given import NOTHING, Mapping
from planreader.review.fields import EXAMPLES, from_file, kind_of, to_file
from planreader.review.tomlform import kept, parsed, toml_text
from planreader.review.tomllines import line_of, lines_of
from planreader.sources.package import LIMIT as OFFICE_LIMIT
from planreader.sources.source import load
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.regular import read_regular
from store.db.text import clean
from store.plan.form import euros
from store.plan.form_reader import FormReader
from store.plan.model import FINDING_MONEY, Finding

FORMAT: Final = "terren-corrections/1"
ACCEPTED: Final = "accepted"
CHANGED: Final = "changed"
DECIDED: Final = "decided"
"""The figure of a finding that headquarters has accepted as the document's own."""

_HEAD: Final = ("format", "document", "sha256", "mapping", "decision")
_KEYS: Final = ("field", "finding", "decision", "value", "read", "source", "by", "at", "note")
_TEXTS: Final = ("source", "by", "at", "note")
_MAPPED: Final = {"columns": '"Afati" = "deadline"', "assume": 'deadline = "2022"'}
_SINGULAR: Final = {"indicators": "indicator", "totals": "total", "remarks": "remark", "nr": "number"}
_PLURAL: Final = {singular: plural for plural, singular in _SINGULAR.items()}


class Decision(NamedTuple):
    """One decision. ``subject`` is a field's path, or a finding's key where ``on_finding``.

    ``value`` (of a changed field) and ``read`` (what the reader had made of it) are in the plan's plain form;
    ``read`` is Ellipsis where the file does not say. ``source`` is the field's text in the document.
    """

    subject: str
    decision: str
    value: Any = None
    read: Any = ...
    source: str | None = None
    on_finding: bool = False
    by: str | None = None
    at: str | None = None
    note: str | None = None


class Decisions(NamedTuple):
    """A file of decisions: the document's name and SHA-256 (hex), and what was decided, in order.

    ``mapping`` is what the columns of the document are, whatever its version.
    """

    document: str
    sha256: str
    decisions: tuple[Decision, ...] = ()
    mapping: Mapping = NOTHING


NO_DECISIONS: Final = Decisions("", "")
"""What a file holds that is not there."""


def name_of(path: str) -> str:
    """Return a field's path as people write it: ``1.2/totals/2023`` is ``1.2 total 2023``."""
    return " ".join(_SINGULAR.get(piece, piece) for piece in path.split("/"))


def path_of(name: str) -> str:
    """Return the path that a written field means; it may be none of the plan."""
    return "/".join(_PLURAL.get(piece, piece) for piece in name.split())


def key_of(finding: Finding) -> str:
    """Return a finding as decisions name it."""
    values = [
        str(euros(value) if key in FINDING_MONEY and isinstance(value, int) else value)
        for key, value in finding.figures.items()
        if value is not None and key != DECIDED
    ]
    return " ".join(" ".join([finding.where, finding.code, *values]).split())


def corrections_path(document: Path) -> Path:
    """Return where the decisions on a document lie if no other place is named: beside it."""
    return document.with_name(f"{document.name}.corrections.toml")


def decisions_beside(document: Path) -> Decisions:
    """Return what was decided on a document in the file beside it. Raises UserError as read_decisions."""
    beside = corrections_path(document)
    return read_decisions(beside) if beside.exists() else NO_DECISIONS


def digest(document: Path) -> str:
    """Return the SHA-256 of a document (hex). Raises UserError as :func:`planreader.sources.source.load`."""
    return sha256(load(document, OFFICE_LIMIT)).hexdigest()


def read_decisions(path: Path) -> Decisions:
    """Read a file of decisions.

    Raises UserError as :func:`planreader.sources.source.load` for the file, ``toml_damaged`` with the line
    where it is no TOML, ``corrections_format`` for another form, and with line and key ``corrections_key``,
    ``corrections_value`` or ``corrections_twice``.
    """
    return parse_decisions(load(path), str(path))


def parse_decisions(data: bytes, file: str) -> Decisions:
    """Read the text of a file of decisions, as :func:`read_decisions`."""
    form, text = parsed(data, file), data.decode("utf-8-sig")
    if form.get("format") != FORMAT:
        raise UserError("corrections_format", file=file, found=form.get("format", "–"), known=FORMAT)
    head = _DecisionTable(form, file, 1, _HEAD)
    entries = form.get("decision", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise head.fail("decision", example="[[decision]]")
    lines = lines_of(text)
    line_of_subject: dict[str, int] = {}
    decisions: list[Decision] = []
    for n, entry in enumerate(entries, 1):
        line = line_of(lines, f"decision/{n}")
        decision = _decision(_DecisionTable(entry, file, line, _KEYS))
        if (first := line_of_subject.get(decision.subject)) is not None:
            subject = name_of(decision.subject)
            raise UserError("corrections_twice", file=file, line=line, found=subject, first=first)
        line_of_subject[decision.subject] = line
        decisions.append(decision)
    mapping = _mapping(head, lines)
    document, sha256 = head.text_or_none("document") or "", head.text_or_none("sha256") or ""
    return Decisions(document, sha256.lower(), tuple(decisions), mapping)


class _DecisionTable(FormReader):
    """One table of the file, with its line in every complaint; it has no other ``keys``."""

    def __init__(self, data: Form[str, Any], file: str, line: int, keys: Sequence[str] = ()) -> None:
        super().__init__(data, "")
        self.file, self.line = file, line
        for key in data if keys else ():
            if key not in keys:
                raise UserError("corrections_key", file=file, line=line, key=clean(key), known=keys)

    def fail(self, key: str, wrong: object = None, *, example: str = '"…"') -> UserError:
        shown = clean(str(self.data.get(key, "–") if wrong is None else wrong)[:60])
        return UserError(
            "corrections_value", file=self.file, line=self.line, key=key, found=shown, example=example
        )


def _mapping(head: _DecisionTable, lines: dict[str, int]) -> Mapping:
    """Return what the columns are, by heading, and what holds for the whole document (``assume``)."""
    form = head.data.get("mapping", {})
    if not isinstance(form, dict):
        raise head.fail("mapping", example="[mapping.columns]")
    table = _DecisionTable(form, head.file, _mapping_line(lines), tuple(_MAPPED))
    pairs: dict[str, tuple[tuple[str, str], ...]] = {}
    for key, example in _MAPPED.items():
        texts = form.get(key, {})
        if not isinstance(texts, dict):
            raise table.fail(key, example=f"[mapping.{key}]")
        for name, value in texts.items():
            if not isinstance(value, (str, int)) or isinstance(value, bool):
                line = line_of(lines, f"mapping/{key}/{name}")
                raise _DecisionTable(texts, head.file, line).fail(name, example=example)
        pairs[key] = tuple((clean(name), clean(str(value))) for name, value in texts.items())
    return Mapping(pairs["columns"], pairs["assume"])


def _mapping_line(lines: dict[str, int]) -> int:
    """Return where the mapping begins, of which each table may have its own head."""
    return min((line for path, line in lines.items() if path.partition("/")[0] == "mapping"), default=1)


def with_line(refused: UserError, path: Path, key: str) -> UserError:
    """Return the refusal of what a file of decisions says of a column or assumes (``key``), with file and
    line."""
    lines = lines_of(load(path).decode("utf-8-sig"))
    own = (at for part in _MAPPED if (at := lines.get(f"mapping/{part}/{key}")))
    line = next(own, _mapping_line(lines))
    return UserError(refused.code, **{**refused.params, "file": str(path), "line": line})


def _decision(entry: _DecisionTable) -> Decision:
    if "at" in entry.data:
        # TOML has dates of its own
        entry.data = {**entry.data, "at": str(entry.data["at"])}
    decided = entry.text_or_none("decision")
    if decided not in (ACCEPTED, CHANGED):
        raise entry.fail("decision", example=f'"{ACCEPTED}", "{CHANGED}"')
    field, finding = entry.text_or_none("field"), entry.text_or_none("finding")
    if (field is None) == (finding is None) or not (field or finding or "").strip():
        raise entry.fail("field" if finding is None else "finding", example='"1.2.3 budget 2022"')
    texts: dict[str, Any] = {key: entry.text_or_none(key) for key in _TEXTS}
    if finding is not None:
        if decided == CHANGED or "value" in entry.data or "read" in entry.data:
            raise entry.fail("decision", example=f'"{ACCEPTED}"')
        return Decision(" ".join(finding.split()), decided, on_finding=True)._replace(**texts)
    path = path_of(field or "")
    example = EXAMPLES[kind_of(path)]
    if (decided == CHANGED) != ("value" in entry.data):
        raise entry.fail("value", example=example if decided == CHANGED else "–")
    values: dict[str, Any] = {}
    for key in ("value", "read"):
        if key in entry.data:
            try:
                values[key] = from_file(kind_of(path), entry.data[key])
            except ValueError as error:
                raise entry.fail(key, example=example) from error
    return Decision(path, decided)._replace(**values, **texts)


def write_decisions(path: Path, wanted: Decisions) -> None:
    """Write decisions; the file is whole or as it was, and its comments stay.

    Raises UserError as :func:`read_decisions` for a file that stands there and
    cannot be read, which is then left alone, and as :func:`store.db.durable.write_durably`.
    """
    before = read_regular(path) if path.exists() else None
    write_durably(path, updated_text(before, wanted, str(path)).encode(), replace=True)


def updated_text(data: bytes | None, wanted: Decisions, file: str) -> str:
    """Return the text of a file of decisions after these; ``data`` is what stood there, None where nothing
    did."""
    form = _form(wanted)
    if data is None:
        return toml_text(form)
    parse_decisions(data, file)
    return kept(data.decode("utf-8-sig"), form) or toml_text(form)


def _form(wanted: Decisions) -> dict[str, Any]:
    form: dict[str, Any] = {"format": FORMAT, "document": wanted.document, "sha256": wanted.sha256}
    mapping = {"columns": dict(wanted.mapping.columns), "assume": dict(wanted.mapping.assume)}
    if any(mapping.values()):
        form["mapping"] = {key: pairs for key, pairs in mapping.items() if pairs}
    if wanted.decisions:
        form["decision"] = list(map(_entry_form, wanted.decisions))
    return form


def _entry_form(decision: Decision) -> dict[str, Any]:
    made = {"finding": decision.subject} if decision.on_finding else {"field": name_of(decision.subject)}
    values = {"value": decision.value if decision.decision == CHANGED else ..., "read": decision.read}
    made |= {"decision": decision.decision}
    made |= {key: to_file(value) for key, value in values.items() if value is not ...}
    return made | {key: text for key in _TEXTS if (text := getattr(decision, key)) is not None}
