"""The data in a browser, for analysts: Datasette on this computer alone, over a snapshot that is read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from language import N_, _, current
from language.scripts import cyrillic
from store.db.database import Store
from store.db.errors import UserError, library_needed
from store.plan.lookup import current_revision
from store.publishing.publishing import publish_data

HOST: Final = "127.0.0.1"
"""Nobody else reaches it; who wants to show it to others publishes the data instead."""

_HTTP: Final = 80
"""The port that browsers leave out of the name."""

DATABASE: Final = "terren"
"""What the snapshot is called there, so that addresses stay the same."""

_READING: Final = ("GET", "HEAD", "OPTIONS")
"""What may be asked for; a snapshot takes nothing."""

_SETTINGS: Final = {
    "suggest_facets": "off",
    "default_page_size": "50",
    "default_facet_size": "10",
    # the CSV of a query ends there without a word: above what 400 units fill a prepared page with
    "max_returned_rows": "100000",
}

_TABLES: Final = {
    "v_action": (
        N_("Actions"),
        ("status_words", "strategic_objective", "lead_name", "currency"),
        {"sort": "position"},
    ),
    "v_report": (
        N_("Reports of units"),
        ("unit_name", "status_words", "last_review_words", "expected"),
        {"sort": "unit_name"},
    ),
    "v_money": (N_("Money"), ("year", "unit_name", "currency"), {"sort": "year"}),
    "v_change": (
        N_("Changes"),
        ("kind_words", "unit_name", "officer", "held"),
        {"sort_desc": "recorded_at"},
    ),
    "v_expected": (N_("Who is expected to report"), ("unit_name",), {"sort": "unit_name"}),
    "v_word": (N_("Codes and their words"), ("kind",), {"sort": "kind"}),
    "publication": (N_("What was published, and when"), (), {}),
}
"""Title, facets and order of each table."""

PREPARED: Final = {
    "statuses": (
        N_("Actions by status"),
        "SELECT status, status_words, count(*) AS actions FROM v_action GROUP BY status, status_words"
        " ORDER BY actions DESC",
    ),
    "units": (
        N_("Reports by unit and status"),
        "SELECT unit, unit_name, status, status_words, count(*) AS reports FROM v_report"
        " WHERE in_plan = 1 GROUP BY unit, unit_name, status, status_words ORDER BY unit_name, reports DESC",
    ),
    "missing": (
        N_("Expected, and without a status"),
        "SELECT v_expected.nr, v_expected.unit_name, v_action.title FROM v_expected"
        " JOIN v_action ON v_action.action = v_expected.action"
        " LEFT JOIN v_report ON v_report.action = v_expected.action AND v_report.unit = v_expected.unit"
        " WHERE v_report.status IS NULL ORDER BY v_expected.unit_name, v_action.position",
    ),
    "money": (
        N_("Money by year"),
        "SELECT year, currency, sum(planned_cents) / 100.0 AS planned,"
        " sum(allocated_cents) / 100.0 AS allocated, sum(spent_cents) / 100.0 AS spent"
        " FROM v_money GROUP BY year, currency ORDER BY year",
    ),
    "action": (
        N_("Everything reported on an action"),
        "SELECT * FROM v_report WHERE nr = :nr ORDER BY unit_name",
    ),
    "recent": (
        N_("Changes of the last thirty days"),
        "SELECT recorded_at, officer, unit_name, kind_words, nr, field,"
        " coalesce(value_words, iif(json_valid(value), json_extract(value, '$'), value)) AS value, amount"
        " FROM v_change"
        " WHERE recorded_on >= date('now', '-30 days') ORDER BY recorded_at DESC",
    ),
}
"""Title and SQL of each prepared page."""


def described(title: str) -> dict[str, Any]:
    """Return what Datasette shows besides the data: titles, facets, prepared pages, in words of the language
    in force."""
    about = _("A snapshot of the data as they stood when this was started. What the columns mean: {guide}.")
    return {
        "title": title,
        "databases": {
            DATABASE: {
                "title": title,
                "description": about.format(guide="terren guide data"),
                "tables": {
                    name: {"title": _(words), "facets": [*facets], **order}
                    for name, (words, facets, order) in _TABLES.items()
                },
                "queries": {
                    name: {"title": _(words), "sql": sql, "hide_sql": True}
                    for name, (words, sql) in PREPARED.items()
                },
            }
        },
    }


def serve(
    store: Store, *, port: int, program: str, ready: Callable[[str], None], traces: bool = False
) -> None:
    """Show the data at a port of this computer until the program is interrupted.

    ``ready`` hears the address. What is wrong with a request its page says; ``traces`` lets the terminal say
    it as well, for a maintainer. The snapshot lies in a folder of its own, which goes in the end. Raises
    UserError ``library_missing`` or ``port_taken``, or as
    :func:`store.publishing.publishing.publish_data`.
    """
    with library_needed("serve"):
        from datasette.cli import serve as datasette_serve
        from datasette.plugins import pm
    if not _is_free(port):
        raise UserError("port_taken", port=port)
    with _ended_as_by_hand(), tempfile.TemporaryDirectory(prefix="terren-") as name:
        file, about = Path(name, f"{DATABASE}.db"), Path(name, "about.json")
        # the data have words in Latin letters alone
        spoken, _sign, script = current().partition("-")
        letters = partial(cyrillic, original="") if script else None
        publish_data(store, str(file), program=program, language=spoken, letters=letters)
        with store.reading() as conn:
            (title,) = conn.execute(
                "SELECT title FROM plan WHERE revision = ?", (current_revision(conn),)
            ).fetchone()
        about.write_text(json.dumps(described(str(title)), ensure_ascii=False), "utf-8")
        ready(f"http://{HOST}:{port}/{DATABASE}")
        places = ("--immutable", str(file), "--metadata", str(about), "--host", HOST, "--port", str(port))
        settings = (part for name, value in _SETTINGS.items() for part in ("--setting", name, value))
        pm.register(plugin := _asked_by_name(port))
        try:
            with _printing(traces):
                datasette_serve.main([*places, *settings], standalone_mode=False)
        finally:
            pm.unregister(plugin)


@contextmanager
def _printing(traces: bool) -> Iterator[None]:
    """Let the libraries print nothing, unless that was asked for: of each address that is mistyped it would
    be traces of their code, with values of the data."""
    if traces:
        yield
        return
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
    ):
        yield


def _asked_by_name(port: int) -> ModuleType:
    """Let Datasette answer what is read, under the names of this computer alone.

    A page from elsewhere may let a name of its own point here; the browser would then let it read everything.
    """
    from datasette import hookimpl

    ends = ("", f":{port}") if port == _HTTP else (f":{port}",)
    names = [[f"{name}{end}".encode()] for name in (HOST, "localhost") for end in ends]

    def asgi_wrapper(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            asked = [value.lower() for key, value in scope.get("headers", ()) if key == b"host"]
            if scope["type"] == "lifespan" or (asked in names and scope.get("method") in _READING):
                await app(scope, receive, send)
                return
            kind = [(b"content-type", b"text/plain; charset=utf-8")]
            status = 405 if asked in names else 421
            await send({"type": "http.response.start", "status": status, "headers": kind})
            await send({"type": "http.response.body", "body": f"http://{HOST}:{port}/\n".encode()})

        return answer

    # Datasette asks each for a name, as modules have it
    plugin = ModuleType("asked_by_name")
    plugin.asgi_wrapper = hookimpl(lambda: asgi_wrapper)  # type: ignore[attr-defined]
    return plugin


@contextmanager
def _ended_as_by_hand() -> Iterator[None]:
    """Let also a closed terminal, or who ends the program, take the snapshot away: it holds all data."""
    import signal

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    def hang_up(_number: int, _frame: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    # the server ends in order at SIGTERM alone: an exception amid its work may leave it waiting for ever
    handlers = {signal.SIGTERM: end} | ({signal.SIGHUP: hang_up} if hasattr(signal, "SIGHUP") else {})
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_free(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
