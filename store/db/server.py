"""A server that speaks PostgreSQL's language: its address, a connection, and what is wrong in one refusal.

No password is in an address: whoever reads the command, the configuration or a message would read it. libpq
takes it from its own file (``.pgpass``, PGPASSFILE) or from the environment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from store.db.errors import UserError, library_needed
from store.db.text import clean

if TYPE_CHECKING:
    import psycopg

Server: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"

_LONGEST: Final = 500
"""Letters of what a server says."""
_SCHEMES: Final = ("postgresql://", "postgres://")
_ENCODING: Final = "UTF8"
"""The only one that holds all letters; in it psycopg gives text as text."""
_LOCK: Final = 5
"""Seconds for which a row is waited for that somebody else has begun to write."""
_PORT: Final = "5432"
_TLS_IF_OFFERED: Final = "prefer"
"""The ``sslmode`` that libpq has by itself."""
_WAIT: Final = 10
"""Seconds for which an answer of the server is waited for at first, and a network that is silent later."""
_USUAL: Final = {
    "connect_timeout": _WAIT,
    "application_name": "terren",
    "keepalives_idle": _WAIT,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": _WAIT * 1000,
}
_CODES: Final = {
    # SQLSTATE, or the first two digits of it
    "28P01": "server_password",
    "28000": "server_login",
    "3D000": "server_database",
    "42501": "server_forbidden",
    "3F000": "server_empty",
    "42P01": "server_table",
    "53100": "server_full",
    "57014": "server_broken_off",
    "25006": "server_read_only",
    **dict.fromkeys(("55P03", "40P01"), "server_busy"),
}


def is_server(text: str) -> bool:
    """Return True if a text is the address of a server, and no folder."""
    return text.strip().lower().startswith(_SCHEMES)


def server_url(text: str) -> str:
    """Return an address as it may be kept and shown.

    Raises UserError ``server_url``, ``server_setting``, ``server_url_password`` or ``library_missing``.
    """
    parameters = _parameters(text)
    if "password" in parameters or "sslpassword" in parameters:
        raise UserError("server_url_password")
    return text.strip()


def server_name(url: str) -> str:
    """Return how an address is called where it is told: host, port and database, as libpq finds them.

    Raises UserError as :func:`server_url`.
    """
    given, found = _parameters(url), _resolved(url)
    host, number = found.get("host", ""), found.get("hostaddr", "")
    where = f"{host} ({number})" if host and number not in ("", host) else host or number or "localhost"
    port = found.get("port", "")
    is_told = "port" in given or port not in ("", _PORT)
    return clean(f"{where}{f':{port}' if is_told else ''}/{found.get('dbname', '')}")


def _parameters(text: str) -> dict[str, Any]:
    with library_needed("hq"):
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    try:
        if not is_server(text):
            raise ValueError
        return dict(conninfo_to_dict(text.strip()))
    except (psycopg.ProgrammingError, ValueError):
        # what libpq says of it quotes it, and a password may stand there
        if (word := _unknown_word(text)) is not None:
            raise UserError("server_setting", detail=word) from None
        raise UserError("server_url") from None


def _unknown_word(text: str) -> str | None:
    """Return the first word behind the question mark of an address that libpq does not know."""
    from psycopg.pq import Conninfo

    known = {option.keyword.decode() for option in Conninfo.get_defaults()} | {"ssl"}
    with suppress(ValueError):
        words = (word for word, _value in parse_qsl(urlsplit(text.strip()).query, keep_blank_values=True))
        return next((clean(word)[:_LONGEST] for word in words if word not in known), None)
    return None


def _resolved(url: str) -> dict[str, str]:
    """Return what libpq makes of an address, by its own rules: services, the environment, what is usual.

    Nothing is connected to. Where libpq cannot make anything of it, nothing is returned.
    """
    given = _parameters(url)
    from psycopg.conninfo import make_conninfo
    from psycopg.pq import PGconn

    # an attempt tells what it goes by, and is given up at an option that cannot be before there is one;
    # with a password the file of passwords is not looked for
    tried = {**given, "target_session_attrs": "none", "password": "-"}
    attempt = PGconn.connect_start(make_conninfo(**tried).encode())
    try:
        options = [(option.keyword, option.val) for option in attempt.info]
    finally:
        attempt.finish()
    return {word.decode(): value.decode() for word, value in options if value and word != b"password"}


def _hosts(resolved: Mapping[str, str]) -> list[str]:
    """Return the hosts that libpq tries: given a number it goes there, and only compares the name."""
    names, numbers = (resolved.get(word, "").split(",") for word in ("host", "hostaddr"))
    return [number or name for name, number in zip_longest(names, numbers, fillvalue="")]


def _is_here(host: str) -> bool:
    """Return True if a host is this computer: a socket in a folder, or loopback."""
    if not host or host[0] in "/@" or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _passfile(resolved: Mapping[str, str]) -> dict[str, str]:
    """Return what keeps libpq from a file of passwords that others can read: it reads none such, but prints
    a warning for each address that it tries."""
    file = Path(resolved.get("passfile") or Path("~/.pgpass").expanduser())
    with suppress(OSError):
        if os.name == "posix" and file.stat().st_mode & 0o077:
            return {"passfile": str(file / "none")}
    return {}


@contextmanager
def connected(url: str) -> Iterator[Server]:
    """Connect to a server; each statement is a transaction of its own unless one is begun.

    Beyond this computer nothing travels open unless ``sslmode`` says so. Raises UserError
    ``server_encoding``, or as :func:`server_url` and :func:`refusing`.
    """
    server_url(url)
    import logging

    import psycopg

    # what goes wrong is raised as well, and said once
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    given, found = _parameters(url), _resolved(url)
    # it goes where was looked, whatever is resolved by somebody else, or later
    given |= {word: found[word] for word in ("host", "hostaddr", "port") if word in found}
    given |= _passfile(found)
    usual: dict[str, Any] = dict(_USUAL)
    is_said = os.environ.get("PGSSLMODE") or found.get("sslmode", _TLS_IF_OFFERED) != _TLS_IF_OFFERED
    if not is_said and not (found and all(map(_is_here, _hosts(found)))):
        usual["sslmode"] = "require"
    name = server_name(url)
    with refusing(name):
        # whatever the environment, the login or the database say: names have letters of all kinds
        connection = psycopg.connect(**{**usual, **given, "client_encoding": _ENCODING}, autocommit=True)
    with connection:
        _read_names(connection)
        encoding = connection.info.parameter_status("server_encoding")
        if encoding not in (None, _ENCODING):
            raise UserError("server_encoding", server=name, found=clean(encoding))
        with refusing(name):
            # else an operator that somebody made in another schema may stand for one of the server's own
            connection.execute("SET search_path = pg_catalog, pg_temp")
            _wait_briefly(connection)
        yield connection


def _read_names(connection: Server) -> None:
    """Read also the name of a role that was made in another encoding: all databases of a server share roles,
    and no server converts their names. What is no UTF-8 stands there as its bytes: ``b\\xfcro``."""
    from psycopg.abc import Buffer
    from psycopg.adapt import Loader

    class Name(Loader):
        def load(self, data: Buffer) -> str:
            return bytes(data).decode("utf-8", "backslashreplace")

    connection.adapters.register_loader("name", Name)


def _wait_briefly(connection: Server) -> None:
    """Let no statement wait long for what somebody else has begun and does not end."""
    import psycopg

    with suppress(psycopg.NotSupportedError, psycopg.ProgrammingError):
        # an engine that does not know it has limits of its own
        connection.execute(f"SET lock_timeout = '{_LOCK}s'")


@contextmanager
def refusing(name: str, codes: Mapping[str, str] | None = None, other: str | None = None) -> Iterator[None]:
    """Turn what a server says into one refusal each, which names the server.

    ``codes`` are by SQLSTATE those that are told otherwise than in an exchange, ``other`` is how all others
    are. A connection that is lost is else UserError ``server_gone``, because of an OSError.
    """
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        state = error.sqlstate or ""
        detail = _said(error)
        code = (codes or {}).get(state) or other or _CODES.get(state) or _at_connecting(error)
        if code is not None:
            raise UserError(code, server=name, detail=detail) from error
        if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
            raise UserError("server_gone", server=name, detail=detail) from ConnectionError(detail)
        raise UserError("server_refused", server=name, detail=detail) from error


@contextmanager
def reading(name: str) -> Iterator[None]:
    """As :func:`refusing`, where an answer is read: tables that somebody else made hold what they hold."""
    with refusing(name):
        try:
            yield
        except (TypeError, ValueError, ArithmeticError) as error:
            detail = clean(str(error)[:_LONGEST])
            raise UserError("server_refused", server=name, detail=detail) from error


def _said(error: psycopg.Error) -> str:
    """Return what is wrong by a server's or libpq's own words: their first line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # behind what is wrong it may say why, and what to do, in its own terms
    primary = error.diag.message_primary
    return clean((primary or (lines[0] if lines else type(error).__name__))[:_LONGEST])


_WORDS: Final = (
    # of a connection that never stood libpq keeps no code; its own words are English, a server's often
    ("server_setting", (r"^connection [a-z ]+: ((syntax error in |definition of )?service |invalid )",)),
    ("server_tls", ("does not support SSL",)),
    # where it is tried with and without TLS, who is let in by neither way is turned away by the other as well
    ("server_login", ("role .* does not exist",)),
    ("server_database", ("database .* does not exist",)),
    ("server_password", ("password authentication failed",)),
    ("server_turned_away", ("pg_hba",)),
    ("server_certificate", ("SSL", "certificate")),
    ("server_no_room", ("connection slots", "too many")),
    ("server_unreachable", ("the database system is", "server closed the connection")),
    ("server_login", ("authentication failed",)),
    ("server_turned_away", ("FATAL:",)),
)
"""What no connection came about for, by patterns of what is said of it; the first that is found counts."""


def _at_connecting(error: psycopg.Error) -> str | None:
    """Return why no connection came about; None where there was one."""
    attempt = getattr(error, "pgconn", None)
    if error.sqlstate:
        return None
    if attempt is None:
        # what psycopg itself finds before libpq is asked
        if str(error).startswith("bad value for "):
            return "server_setting"
        return "server_unreachable" if str(error).startswith("failed to resolve host") else None
    if attempt.needs_password:
        return "server_password_missing"
    for code, patterns in _WORDS:
        if any(re.search(pattern, str(error)) for pattern in patterns):
            # libpq takes a word from the environment before it looks into any file
            is_variable = code == "server_password" and os.environ.get("PGPASSWORD")
            return "server_password_variable" if is_variable else code
    # in another language: it has answered, and only it knows what it minds
    return "server_turned_away" if attempt.used_password else "server_unreachable"
