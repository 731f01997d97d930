"""Refused change sets are kept and explained: the file, and why, beside the files that wait.

They lie outside the database, since nothing of them may change it. Their number and size are bounded.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.regular import read_regular
from store.db.text import clean
from sync.wire.check_code import check_code, typed_code
from sync.wire.format import RELEASE

MOST_FILES: Final = 200
MOST_BYTES: Final = 256 * 2**20
"""What is kept at most; the oldest give way."""

MOST_REMEMBERED: Final = 20_000
"""Files of which is remembered why they were refused, whether they are kept or not."""

_NOT_KEPT: Final = frozenset(
    ("changeset_own_file", "changeset_missing", "changeset_unreadable", "sealed_for_others", "seal_missing",
     "inbox_full", "accept_differs", "changeset_unexpected", "trust_headquarters",
     "trust_role_differs", "role_unknown", "no_identity",
     "reserve_unreadable", "db_locked", "disk_full", "key_missing", "key_unreadable", "key_damaged",
     "mark_missing", "mark_unreadable", "mark_damaged", "copied_database")
)  # fmt: skip
"""Refusals that say nothing of the file itself."""

_NO_CHANGE_SET: Final = frozenset(("changeset_magic", "changeset_enrolment"))
"""Refusals of what somebody has chosen by mistake, unless it bears the name of a change set."""

_DAY: Final = 86_400
_LONGEST: Final = 200
"""Letters of a figure that is remembered."""

_LASTING: Final = frozenset(
    ("changeset_magic", "changeset_enrolment", "changeset_limit", "changeset_mangled",
     "changeset_truncated", "changeset_trailing", "changeset_header",
     "changeset_hash", "changeset_signature", "changeset_body", "changeset_chain", "changeset_newer")
)  # fmt: skip
"""Refusals that a program of one release repeats of the same bytes: they are not read again for it."""


class RefusedFile(NamedTuple):
    """A file that was refused: where it is kept, under which name it came, when last, and why.

    ``at`` is in seconds since 1970 UTC; the check code is that of the file as it came. Of a row of a server
    that could not be read nothing is kept but that. ``names`` are those under which it came, by the name of
    the server on which it lies; "" where it came as a file.
    """

    path: Path
    name: str
    check_code: str
    at: int
    bytes: int
    refusal: UserError
    names: Mapping[str, str] = MappingProxyType({})

    @property
    def server(self) -> str:
        """Return the names of the servers on which it lay; "" where it came as a file."""
        return str(self.refusal.params.get("server", ""))


def _folder(places: Places) -> Path:
    return places.inbox / "refused"


def _path(places: Places, data: bytes) -> Path:
    return _folder(places) / f"{sha256(data).hexdigest()}.terren"


class Refusals:
    """The refusals of one visit to a folder, however many: what was refused before is not read again.

    Kept are no more than MOST_FILES of them, and of the others is remembered why. Call :meth:`close` at the
    end.
    """

    def __init__(self, places: Places) -> None:
        self._places, self._kept, self._changed = places, 0, False
        self._known: dict[str, tuple[str, dict[str, Any]]] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            form = json.loads(_memory(places).read_bytes())
            if form["release"] == RELEASE:
                self._known = {
                    digest: (str(code), dict(figures)) for digest, code, figures in form["refused"]
                }

    def before(self, path: Path, data: bytes, server: str) -> UserError | None:
        """Return why a file has been refused here already, where reading it again cannot end otherwise.

        Where it is kept, the server on which it lies as well is noted. ``server`` is as of :func:`placed_at`.
        """
        if (remembered := self._known.get(sha256(data).hexdigest())) is None:
            return None
        refusal = placed_at(UserError(remembered[0], **remembered[1]), path, server)
        if server and _path(self._places, data).is_file():
            _keep(self._places, path.name, data, refusal)
        return refusal

    def add(self, name: str, data: bytes, refusal: UserError) -> None:
        """Remember why a file was refused, and keep it as far as there is room."""
        if is_lasting(refusal):
            figures = {key: str(value)[:_LONGEST] for key, value in _figures(name, refusal).items()}
            self._known[sha256(data).hexdigest()] = refusal.code, figures
            self._changed = True
        if self._kept < MOST_FILES and _keep(self._places, name, data, refusal):
            self._kept += 1

    def close(self) -> None:
        """Write what is to be remembered. A full disk is passed over."""
        if self._kept:
            _make_room(self._places)
        if self._changed:
            newest = list(self._known.items())[-MOST_REMEMBERED:]
            form = {
                "release": RELEASE,
                "refused": [(digest, code, figures) for digest, (code, figures) in newest],
            }
            with contextlib.suppress(UserError, OSError):
                create_private_folder(_folder(self._places))
                write_durably(_memory(self._places), json.dumps(form).encode(), replace=True, mode=FILE)


def placed_at(refusal: UserError, path: Path, server: str) -> UserError:
    """Return what is wrong with the bytes of a file, said of where they lie now: they may lie in many places.

    ``server`` is the name of the one where it is a row, else "". Other refusals stay as they are.
    """
    if not is_lasting(refusal) and refusal.code != "sealed_damaged":
        return refusal
    return UserError(refusal.code, **_placed(refusal.params, str(path), server))


def _placed(figures: Mapping[str, Any], name: str, server: str) -> dict[str, Any]:
    others = {key: figure for key, figure in figures.items() if key != "server"}
    return {**others, "file": name, **({"server": server} if server else {})}


def is_lasting(refusal: UserError) -> bool:
    """Return True if reading the same bytes again cannot end otherwise."""
    return refusal.code in _LASTING


def keep_refused(places: Places, name: str, data: bytes, refusal: UserError) -> None:
    """Keep a refused change set with its reason, where that lies in the file. A full disk is passed over."""
    if _keep(places, name, data, refusal):
        _make_room(places)


def _memory(places: Places) -> Path:
    return _folder(places) / "remembered"


def _figures(name: str, refusal: UserError) -> dict[str, int | str]:
    figures = {
        key: value if isinstance(value, (int, str)) else str(value) for key, value in refusal.params.items()
    }
    return {**figures, "file": clean(name)}


def keep_refused_row(places: Places, digest: str, name: str, refusal: UserError) -> None:
    """Keep why nothing of a row of a server could be read: an empty file, of which ``digest`` (hex) is the
    name here."""
    if _keep(places, name, b"", refusal, digest):
        _make_room(places)


def forget_refused_row(places: Places, digest: str, server: str | None = None) -> None:
    """Let go of what was kept of a row of the server that is called so, or of all where none is named.

    What lies elsewhere as well, or came as a file, stays listed.
    """
    path = _folder(places) / f"{digest}.terren"
    form = _kept_form(path)
    names = {of: name for of, name in form["names"].items() if not of or server not in (None, of)}
    if names:
        _write_form(path, {**form, "names": names})
    else:
        _remove(path)


def _keep(places: Places, name: str, data: bytes, refusal: UserError, digest: str = "") -> bool:
    """As :func:`keep_refused`; whether a file has come to those that are kept."""
    if refusal.code in _NOT_KEPT or (refusal.code in _NO_CHANGE_SET and not name.endswith(".terren")):
        return False
    server = str(refusal.params.get("server", ""))
    with contextlib.suppress(UserError, OSError):
        create_private_folder(_folder(places))
        path = _folder(places) / f"{digest}.terren" if digest else _path(places, data)
        if not path.is_file():
            write_durably(path, data, mode=FILE)
        before = _kept_form(path)
        is_told = before.get("code") == refusal.code and time.time() - before["at"] < _DAY
        if is_told and server in before["names"]:
            return False
        before["names"].pop(server, None)
        form = {
            "name": clean(name),
            "names": {**before["names"], server: clean(name)},
            "at": int(time.time()),
            "release": RELEASE,
            "code": refusal.code,
            "figures": _figures(name, refusal),
        }
        _write_form(path, form)
        return True
    return False


def _kept_form(path: Path) -> dict[str, Any]:
    """Return what stands beside a file that is kept; no more than no ``names`` where that cannot be read."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        form = json.loads(read_regular(path.with_suffix(".json")))
        figures = dict(form["figures"])
        # an earlier version kept the last name alone
        names = dict(form.get("names", {figures.get("server", ""): form["name"]}))
        names = {str(of): str(name) for of, name in names.items()}
        return {**form, "at": int(form["at"]), "figures": figures, "names": names}
    return {"names": {}}


def _write_form(path: Path, form: Mapping[str, Any]) -> None:
    with contextlib.suppress(UserError, OSError):
        write_durably(path.with_suffix(".json"), json.dumps(form).encode(), replace=True, mode=FILE)


def forget_refused(places: Places, data: bytes) -> None:
    """Let go of a file that has been taken after all."""
    _remove(_path(places, data))


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        path.with_suffix(".json").unlink(missing_ok=True)


def drop_refused(places: Places, code: str | None) -> list[str]:
    """Let go of the refused file with this check code, or of all, for good; their names."""
    dropped = [
        file
        for file in refused_files(places)
        if code is None or typed_code(file.check_code) == typed_code(code)
    ]
    for file in dropped:
        _remove(file.path)
    return [file.name for file in dropped]


def last_refused(places: Places) -> int:
    """Return another number than before where the refused files are others, and without reading them."""
    try:
        return _folder(places).stat().st_mtime_ns
    except OSError:
        return 0


def refused_files(places: Places) -> list[RefusedFile]:
    """The files that were refused, the newest first."""
    return sorted(_read(places), key=lambda file: (-file.at, file.name))


def _read(places: Places) -> Iterator[RefusedFile]:
    for path in _folder(places).glob("*.json"):
        data, form = path.with_suffix(".terren"), _kept_form(path)
        try:
            at, names = form["at"], form["names"]
            code, size = check_code(bytes.fromhex(path.stem)), data.stat().st_size
            rows = {of: name for of, name in names.items() if of}
            name = list((rows or names).values())[-1]
            servers = [of if row == name else f"{of} ({row})" for of, row in rows.items()]
            refusal = UserError(str(form["code"]), **_placed(form["figures"], name, ", ".join(servers)))
            yield RefusedFile(data, name, code, at, size, refusal, names)
        except (OSError, ValueError, TypeError, LookupError):
            # half written, or not ours
            continue


def _make_room(places: Places) -> None:
    size = 0
    for n, file in enumerate(refused_files(places), 1):
        size += file.bytes
        if n > 1 and (n > MOST_FILES or size > MOST_BYTES):
            _remove(file.path)
