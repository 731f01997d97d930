"""A real PostgreSQL server in a folder of its own: what Debian's package ``postgresql`` installs."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import pytest

from sync.server.tables import make_tables
from tests.support.paths import MEMORY

DEBIAN: Final = Path("/usr/lib/postgresql")
"""Where Debian's packages put the programs of each version."""
OWNER: Final = "owner"
"""Who makes databases and schemas there; at the socket nobody is asked for a password."""

_SETTINGS: Final = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_connections": "100"}
"""A test's data outlive no power cut."""
DURABLE: Final = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on"}
"""As an office has it: for what is measured."""


@lru_cache(maxsize=1)
def programs() -> Path | None:
    """Where the programs of the newest server lie that is installed, or None."""
    found = [path.parent for path in DEBIAN.glob("*/bin/postgres")]
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    return max(found, default=None)


class Cluster:
    """A server with a folder for its data and its socket, which can be stopped, killed and started again."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None, encoding: str = "UTF8") -> None:
        self.folder, self.settings = folder, {**_SETTINGS, **(settings or {})}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        # as root it keeps whose they are
        subprocess.run(["cp", "-a", str(_empty(encoding)), str(self.data)], check=True)
        (self.data / "pg_hba.conf").write_text(
            "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n", "ascii"
        )
        self.start()

    @property
    def data(self) -> Path:
        """Where its data lie."""
        return self.folder / "data"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        given = {**self.settings, "port": str(self.port), "listen_addresses": "127.0.0.1"}
        given["unix_socket_directories"] = str(self.folder)
        options = " ".join(f"-c {name}={value}" for name, value in given.items())
        log = str(self.folder / "log")
        self._as_server("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, at once as if it died."""
        with suppress(subprocess.CalledProcessError):
            self._as_server("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def url(self, database: str, user: str = OWNER, **more: str) -> str:
        """The address of a database at the socket, where nobody is asked for a password."""
        rest = "".join(f"&{name}={value}" for name, value in more.items())
        return f"postgresql:///{database}?host={self.folder}&port={self.port}&user={user}{rest}"

    def by_network(self, database: str, user: str, **more: str) -> str:
        """The address of a database on loopback, where a password is asked for."""
        rest = "&".join(f"{name}={value}" for name, value in more.items())
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}?{rest}"

    def run(self, database: str, *statements: str, user: str = OWNER) -> list[tuple[Any, ...]]:
        """Run statements; the rows of the last."""
        import psycopg

        with psycopg.connect(self.url(database, user), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def tool(self, name: str, *arguments: str) -> bytes:
        """Run a program of PostgreSQL; what it prints."""
        return self._as_server(name, *arguments)

    def _as_server(self, name: str, *arguments: str) -> bytes:
        return _as_server(self.folder, name, *arguments)


def _as_server(folder: Path, name: str, *arguments: str) -> bytes:
    where = programs()
    assert where is not None
    command = [str(where / name), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # the server that is started would hold a pipe open
    output = None if name == "pg_ctl" else subprocess.PIPE
    done = subprocess.run(
        command,
        check=True,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )
    return done.stdout or b""


def _folder() -> Path:
    """A new folder in which a server may write."""
    folder = Path(mkdtemp(prefix="terren-postgres-", dir=MEMORY if MEMORY.is_dir() else None))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    return folder


@lru_cache
def _empty(encoding: str) -> Path:
    """The data of a server without any, made once: that takes as long as a test of one."""
    folder = _folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = ("-U", OWNER, "-A", "trust", "-N", "-E", encoding, "--locale=C")
    _as_server(folder, "initdb", "-D", str(folder / "data"), *made)
    return folder / "data"


@contextmanager
def cluster(settings: dict[str, str] | None = None, encoding: str = "UTF8") -> Iterator[Cluster]:
    """Start a server, and remove it in the end. Skips where none is installed."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (terren[hq])")
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed (Debian's package postgresql)")
    folder = _folder()
    try:
        server = Cluster(folder, settings, encoding)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A server that runs."""
    with cluster() as server:
        yield server


@pytest.fixture(scope="session")
def _tables(postgres: Cluster) -> str:
    """The name of the database that others are copies of."""
    postgres.run("postgres", "CREATE DATABASE made")
    make_tables(postgres.url("made"))
    return "made"


@pytest.fixture
def database(postgres: Cluster, _tables: str) -> str:
    """The name of a database in which Terren's tables stand, under an id of their own."""
    name = f"terren{next(_numbers)}"
    postgres.run("postgres", f"CREATE DATABASE {name} TEMPLATE {_tables}")
    postgres.run(
        name,
        "UPDATE terren.form SET server = md5(random()::text)",
        "DO $$BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'desk')"
        " THEN CREATE ROLE desk LOGIN PASSWORD 'geheim' IN ROLE terren_desk; END IF; END$$",
    )
    return name


@pytest.fixture
def url(postgres: Cluster, database: str) -> str:
    """The address of that database, for somebody who may append."""
    return postgres.url(database, "desk")
