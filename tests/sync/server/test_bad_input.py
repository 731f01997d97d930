"""What can be wrong with a server: one message each, nothing lost, and local work goes on."""

from __future__ import annotations

import logging
import re
import secrets
import shutil
import socket
import struct
import subprocess
import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import Any, Final

import psycopg
import pytest

import sync.server.rows
import sync.server.tables
from language.mailbox import clock_words
from language.messages import message
from store.db.errors import UserError
from store.db.server import connected, refusing, server_url
from store.ledger.identity import write_identity
from store.publishing.publishing import publish_data
from sync.receive.inbox import drop
from sync.receive.refused import refused_files
from sync.receive.waiting import take_refused
from sync.server.desks import desks as read_desks
from sync.server.rights import EVERYBODY, MAKING_ROLES, TableRight, revocation
from sync.server.tables import MIGRATIONS, make_tables, upgrade_tables
from sync.situation import situation
from sync.wire.format import open_container
from tests.support.paths import ROOT
from tests.support.postgres import Cluster, cluster, programs
from tests.sync.server.test_watching import until, watching
from tests.sync.server.visits import rest, unchecked, visit
from tests.sync.world import Installation

YEARS: Final = 2 * 365 * 86_400
_END_AND_SIGNATURE: Final = 12 + 64


def refused(one: Installation, where: str) -> UserError:
    """Why a visit does not come about; what one records meanwhile is kept, and goes with the next."""
    before = one.state
    with pytest.raises(UserError) as caught:
        visit(one, where)
    assert one.state == before
    one.edit("1.1.3", "percent", 50)
    refusal = caught.value
    assert "{" not in message(refusal.code, refusal.params)
    return refusal


def test_no_server(field: Installation) -> None:
    """Nobody listens at port 1."""
    assert refused(field, "postgresql://arta@127.0.0.1:1/terren").code == "server_unreachable"
    assert refused(field, "postgresql:///terren?host=/nowhere").code == "server_unreachable"
    assert refused(field, "postgresql://arta@no.such.invalid/terren").code == "server_unreachable"


@pytest.mark.parametrize(
    "word",
    ["service=nix", "sslmode=bogus", "port=abc", "target_session_attrs=x", "connect_timeout=abc"],
)
def test_a_word_that_cannot_be_is_told_as_such(
    field: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    """Nothing was asked of a network; also where the file of services is missing."""
    monkeypatch.setenv("PGSYSCONFDIR", str(tmp_path))
    for file in ("missing", "services"):
        monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / file))
        refusal = refused(field, f"postgresql:///terren?host=/nowhere&{word}")
        assert refusal.code == "server_setting"
        assert word.split("=")[1] in str(refusal.params["detail"]) or file == "missing"
        (tmp_path / "services").write_text("[min]\nhost=/nowhere\n", "ascii")


def test_a_file_of_passwords_that_others_can_read_is_one_sentence(
    postgres: Cluster,
    field: Installation,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """libpq passes it over, and would print a warning each time."""
    file = tmp_path / "pgpass"
    file.write_text("*:*:*:desk:geheim\n", "ascii")
    file.chmod(0o644)
    monkeypatch.setenv("PGPASSFILE", str(file))
    refusal = refused(field, postgres.by_network(database, "desk", sslmode="disable"))
    assert refusal.code == "server_password_missing"
    assert "chmod 600" in message(refusal.code, refusal.params)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://arta:geheim@localhost/terren",
        "postgresql://localhost/terren?user=arta&password=geheim",
        "postgresql://arta:geheim@localhost:x/terren",
    ],
)
def test_a_password_in_the_address_is_refused_and_never_said(field: Installation, url: str) -> None:
    refusal = refused(field, url)
    assert refusal.code in ("server_url_password", "server_url")
    assert "geheim" not in message(refusal.code, refusal.params)
    assert "geheim" not in "".join(traceback.format_exception(refusal)).replace(url, "")


def test_what_is_no_address_is_refused() -> None:
    for text in ("postgresql://[x", "mysql://localhost/terren"):
        with pytest.raises(UserError, match="server_url"):
            server_url(text)
    with pytest.raises(UserError, match="server_setting") as refused_word:
        server_url("postgresql://h/d?sslmode=require&sslmod=disable")
    assert refused_word.value.params == {"detail": "sslmod"}


def test_a_wrong_or_missing_password(
    field: Installation, postgres: Cluster, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right one comes from the file of passwords."""
    file = tmp_path / "pgpass"
    monkeypatch.setenv("PGPASSFILE", str(file))
    url = postgres.by_network(database, "desk", sslmode="disable")
    assert refused(field, url).code == "server_password_missing"
    for password, code in (("falsch", "server_password"), ("geheim", None)):
        file.write_text(f"127.0.0.1:*:*:desk:{password}\n", "ascii")
        file.chmod(0o600)
        if code is None:
            assert visit(field, url).written is not None
        else:
            refusal = refused(field, url)
            assert refusal.code == code
            assert password not in message(refusal.code, refusal.params)
    # which libpq takes before any file
    monkeypatch.setenv("PGPASSWORD", "falsch")
    refusal = refused(field, url)
    assert refusal.code == "server_password_variable"
    assert "PGPASSWORD" in message(refusal.code, refusal.params)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("ALTER ROLE desk CONNECTION LIMIT 0", "ALTER ROLE desk CONNECTION LIMIT -1", "server_no_room"),
        ("ALTER ROLE desk NOLOGIN", "ALTER ROLE desk LOGIN", "server_turned_away"),
        ("REVOKE CONNECT ON DATABASE {} FROM PUBLIC", "SELECT 1", "server_turned_away"),
        ("ALTER DATABASE {} ALLOW_CONNECTIONS false", "SELECT 1", "server_turned_away"),
        ("ALTER DATABASE {} CONNECTION LIMIT 0", "SELECT 1", "server_no_room"),
    ],
)
def test_whoever_is_not_let_in_with_the_right_password_is_told_why(
    field: Installation,
    postgres: Cluster,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: str,
    after: str,
    code: str,
) -> None:
    file = tmp_path / "pgpass"
    file.write_text("127.0.0.1:*:*:desk:geheim\n", "ascii")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    postgres.run("postgres", before.format(database))
    try:
        refusal = refused(field, postgres.by_network(database, "desk", sslmode="disable"))
    finally:
        postgres.run("postgres", after)
    assert refusal.code == code
    assert "FATAL" in str(refusal.params["detail"])
    assert "pgpass" not in message(refusal.code, refusal.params)


def test_a_server_that_dies_is_told_by_the_first_of_its_words(
    field: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message: the line behind says no more than half a sentence, and psycopg logs objects of its own."""
    logged = list[logging.LogRecord]()
    handler = logging.NullHandler()
    monkeypatch.setattr(handler, "handle", logged.append)
    monkeypatch.setattr(logging.getLogger("psycopg"), "handlers", [handler])
    monkeypatch.setattr(logging.getLogger("psycopg"), "level", logging.NOTSET)
    with cluster() as server:
        server.run("postgres", "CREATE DATABASE dying")
        publish_data(field.store, server.url("dying"), program="1")
        server.run("dying", "ALTER TABLE terren_data.v_action ALTER COLUMN nr TYPE varchar(1) USING 'x'")
        with pytest.raises(UserError, match="data_refused"):
            publish_data(field.store, server.url("dying"), program="1")
        with pytest.raises(UserError) as caught, connected(server.url("dying")) as connection:
            server.stop()
            with refusing("dying"):
                connection.execute("SELECT 1")
                connection.execute("SELECT 1")
    assert caught.value.code == "server_gone"
    said = str(caught.value.params["detail"])
    assert "closed the connection unexpectedly" in said or "terminating connection" in said
    assert logged == []


def test_of_two_that_wait_for_each_other_none_has_gone() -> None:
    with pytest.raises(UserError, match="server_busy"), refusing("dying"):
        raise psycopg.errors.DeadlockDetected("deadlock detected")


def test_a_server_that_dies_while_one_connects_does_not_answer(
    field: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "geheim")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def ask_for_a_password() -> None:
            connection, _address = listening.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"R" + struct.pack("!II", 8, 3))
                connection.recv(1024)

        asking = Thread(target=ask_for_a_password, daemon=True)
        asking.start()
        port = listening.getsockname()[1]
        refusal = refused(
            field, f"postgresql://desk@127.0.0.1:{port}/terren?sslmode=disable&gssencmode=disable"
        )
        asking.join(10)
    assert refusal.code == "server_unreachable"


def test_a_server_that_is_full_is_told_as_full(field: Installation) -> None:
    few = {"max_connections": "5", "superuser_reserved_connections": "2"}
    with cluster(few) as server, ExitStack() as stack:
        make_tables(server.url("postgres"))
        server.run("postgres", "CREATE ROLE desk LOGIN IN ROLE terren_desk")
        where = server.url("postgres", "desk")
        opened = 0
        while opened < 3:
            # connections of before end a moment later
            with suppress(UserError):
                stack.enter_context(connected(where))
                opened += 1
        assert refused(field, where).code == "server_no_room"


def test_a_question_that_is_broken_off_is_told_as_a_setting(
    field: Installation, postgres: Cluster, url: str, database: str
) -> None:
    postgres.run(database, f"ALTER ROLE desk IN DATABASE {database} SET statement_timeout = '300ms'")
    import psycopg

    with psycopg.connect(postgres.url(database)) as other:
        other.execute("LOCK terren.form")
        refusal = refused(field, url)
    assert refusal.code == "server_broken_off"
    assert "statement_timeout" in message(refusal.code, refusal.params)


@pytest.fixture(scope="session")
def proving() -> Iterator[tuple[Cluster, Path]]:
    """A server that takes nobody by the network without TLS, and the file with its certificate."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no program openssl is installed")
    with cluster() as server:
        server.stop("fast")
        key, proof = server.folder / "server.key", server.folder / "server.crt"
        names = ("-subj", "/CN=wrong.example", "-keyout", str(key), "-out", str(proof))
        made = (openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names)
        subprocess.run(made, check=True, capture_output=True)
        for file in (key, proof):
            shutil.chown(file, server.data.owner())
        key.chmod(0o600)
        rules = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
        (server.data / "pg_hba.conf").write_text(rules, "ascii")
        server.settings |= {"ssl": "on", "ssl_key_file": str(key), "ssl_cert_file": str(proof)}
        server.start()
        yield server, proof


@pytest.mark.parametrize("file", ["server.crt", "missing.crt", "other.crt"])
def test_a_server_that_does_not_prove_itself(
    field: Installation, proving: tuple[Cluster, Path], file: str
) -> None:
    """A certificate for another name, none here to compare with, and another one: never go without."""
    server, proof = proving
    other = proof.with_name("other.crt")
    other.write_text("nonsense", "ascii")
    where = server.by_network(
        "postgres", "owner", sslmode="verify-full", sslrootcert=str(proof.with_name(file))
    )
    refusal = refused(field, where)
    assert refusal.code == "server_certificate"
    said = message(refusal.code, {**refusal.params, "detail": ""})
    assert "sslmode=disable" not in said
    assert "sslrootcert=FILE" in said


def test_a_wrong_password_is_told_where_only_tls_is_taken(
    field: Installation, proving: tuple[Cluster, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """libpq tries both ways then, and the server turns away whoever comes without TLS."""
    server, _proof = proving
    server.run("postgres", "CREATE ROLE arta LOGIN PASSWORD 'geheim'")
    file = tmp_path / "pgpass"
    monkeypatch.setenv("PGPASSFILE", str(file))
    for password, database, code in (
        ("falsch", "postgres", "server_password"),
        ("geheim", "nowhere", "server_database"),
    ):
        file.write_text(f"*:*:*:arta:{password}\n", "ascii")
        file.chmod(0o600)
        assert refused(field, server.by_network(database, "arta", sslmode="prefer")).code == code


def test_no_such_user_or_database(field: Installation, postgres: Cluster, database: str) -> None:
    assert refused(field, postgres.url(database, "nobody")).code == "server_login"
    assert refused(field, postgres.url("nowhere")).code == "server_database"


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_does_not_hold_all_letters(
    field: Installation, postgres: Cluster, encoding: str
) -> None:
    """It is refused where it is made, at each visit, and where data are published."""
    name = f"terren_{encoding.lower()}"
    postgres.run("postgres", f"CREATE DATABASE {name} ENCODING {encoding} LOCALE 'C' TEMPLATE template0")
    where = postgres.url(name)
    refusals = [refused(field, where)]
    for ask in (make_tables, upgrade_tables, lambda url: publish_data(field.store, url, program="x")):
        with pytest.raises(UserError) as caught:
            ask(where)
        refusals.append(caught.value)
    assert {refusal.code for refusal in refusals} == {"server_encoding"}
    assert "createdb -E UTF8 -T template0 --locale=C" in message(refusals[0].code, refusals[0].params)
    at = ("-h", str(postgres.folder), "-p", str(postgres.port), "-U", "owner")
    postgres.tool("createdb", *at, "-E", "UTF8", "-T", "template0", "--locale=C", f"{name}_new")
    assert make_tables(postgres.url(f"{name}_new")).before == 0


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
@pytest.mark.parametrize("by", ["environment", "login", "database", "address"])
def test_whoever_sets_another_encoding_letters_come_through(
    center: Installation,
    field: Installation,
    postgres: Cluster,
    url: str,
    database: str,
    encoding: str,
    by: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with field.store.writing() as conn:
        named = field.identity._replace(officer="Ђорђе Đorđević")
        write_identity(conn, named, field.author.public_key)
    if by == "environment":
        monkeypatch.setenv("PGCLIENTENCODING", encoding)
    elif by == "login":
        postgres.run(database, f"ALTER ROLE desk IN DATABASE {database} SET client_encoding = '{encoding}'")
    elif by == "database":
        postgres.run(database, f"ALTER DATABASE {database} SET client_encoding = '{encoding}'")
    where = f"{url}&client_encoding={encoding}" if by == "address" else url
    field.edit("1.1.1", "percent", 42)
    visit(field, where)
    assert [len(visit(center, where).taken), center.state == field.state] == [1, True]
    rows = postgres.run(database, "SELECT convert_to(officer, 'UTF8') FROM terren.sender")
    names = {bytes(name).decode() for (name,) in rows}
    assert "Ђорђе Đorđević" in names
    assert len(read_desks(center.store, where).desks) == len(names)
    assert visit(field, where).left == ()


def test_encryption_that_is_asked_for_and_not_offered(
    field: Installation, postgres: Cluster, database: str
) -> None:
    assert refused(field, postgres.by_network(database, "desk", sslmode="require")).code == "server_tls"


def test_beyond_this_computer_nothing_travels_open(
    field: Installation, postgres: Cluster, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.db.server._is_here", lambda host: False)
    assert refused(field, postgres.by_network(database, "desk")).code == "server_tls"


@pytest.mark.parametrize("by", ["service", "service of the environment", "number of the environment"])
def test_whatever_leads_beyond_this_computer_nothing_travels_open(
    field: Installation,
    postgres: Cluster,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
) -> None:
    """An address that names no host, or loopback: libpq has others from elsewhere."""
    # the network calls it this computer, and no rule does
    number = "0.0.0.0"
    passwords, services = tmp_path / "pgpass", tmp_path / "services"
    passwords.write_text("*:*:*:desk:geheim\n", "ascii")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    lines = ("[min]", f"host={number}", f"port={postgres.port}", f"dbname={database}", "user=desk")
    services.write_text("\n".join((*lines, "")), "ascii")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    where = f"postgresql://desk@localhost:{postgres.port}/{database}"
    if by == "service":
        where = "postgresql:///?service=min"
    elif by == "service of the environment":
        monkeypatch.setenv("PGSERVICE", "min")
        where = "postgresql://"
    else:
        monkeypatch.setenv("PGHOSTADDR", number)
    refusal = refused(field, where)
    assert refusal.code == "server_tls"
    assert number in str(refusal.params["server"])
    assert str(refusal.params["server"]).endswith(f":{postgres.port}/{database}")
    # whoever says that it may
    services.write_text("\n".join((*lines, "sslmode=disable", "")), "ascii")
    if by == "number of the environment":
        monkeypatch.setenv("PGSSLMODE", "disable")
    assert visit(field, where).written is not None


def test_no_tables_and_tables_twice(field: Installation, postgres: Cluster, url: str, database: str) -> None:
    assert refused(field, postgres.url("postgres")).code == "server_empty"
    with pytest.raises(UserError, match="server_there"):
        make_tables(postgres.url(database))
    with pytest.raises(UserError, match="server_empty"):
        upgrade_tables(postgres.url("postgres"))


def test_a_table_that_is_missing_is_named(
    field: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """Beside others that stand there; the advice leads out."""
    postgres.run(database, "ALTER TABLE terren.taken RENAME TO elsewhere")
    field.edit("1.1.1", "percent", 1)
    refusal = visit(field, url).unwritten
    with pytest.raises(UserError) as upgrading:
        upgrade_tables(postgres.url(database))
    for one in (refusal, upgrading.value):
        assert one is not None
        assert one.code == "server_table"
        assert "terren.taken" in message(one.code, one.params)
    postgres.run(database, "ALTER TABLE terren.elsewhere RENAME TO taken")
    assert visit(field, url).written is not None


def test_rows_that_whoever_keeps_the_server_takes_away_are_refused(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    postgres.run(
        database,
        "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER filter BEFORE INSERT ON terren.change_set FOR EACH ROW EXECUTE FUNCTION nothing()",
    )
    field.edit("1.1.1", "percent", 1)
    came = visit(field, url)
    assert came.unwritten is not None
    assert (came.unwritten.code, came.unwritten.params["detail"]) == ("server_refused", "INSERT 0 0")
    postgres.run(database, "DROP TRIGGER filter ON terren.change_set")
    rest(field, center, at=url)
    assert center.state == field.state


def test_an_older_and_a_newer_schema(
    field: Installation, postgres: Cluster, url: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    newer = (*MIGRATIONS, ("ALTER TABLE terren.sender ADD COLUMN language text",))
    with monkeypatch.context() as patched:
        patched.setattr(sync.server.tables, "MIGRATIONS", newer)
        assert refused(field, url).code == "server_older"
        made = upgrade_tables(postgres.url(database))
        assert (made.before, made.form) == (len(newer) - 1, len(newer))
        assert upgrade_tables(postgres.url(database)).before == len(newer)
        assert visit(field, url).written is not None
    assert refused(field, url).code == "server_newer"
    with pytest.raises(UserError, match="server_newer"):
        upgrade_tables(postgres.url(database))


def test_a_role_can_only_append(postgres: Cluster, field: Installation, url: str, database: str) -> None:
    import psycopg

    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    for statement in (
        "UPDATE terren.change_set SET data = ''",
        "DELETE FROM terren.change_set",
        "TRUNCATE terren.taken",
        "UPDATE terren.sender SET officer = 'X'",
        "DROP TABLE terren.taken",
        "INSERT INTO terren.form (version, server) VALUES (9, 'x')",
        "INSERT INTO terren.taken (plan, reader, sender, place, outcome, at)"
        " VALUES ('x', 'x', 'x', 1, 'taken', 'infinity')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            postgres.run(database, statement, user="desk")


def test_an_upgrade_takes_away_the_right_to_say_when_a_row_came(
    postgres: Cluster, field: Installation, url: str, database: str
) -> None:
    """As earlier versions gave it."""
    postgres.run(database, "GRANT INSERT ON terren.change_set TO terren_desk")
    may = "SELECT has_column_privilege('desk', 'terren.change_set', 'at', 'INSERT')"
    assert postgres.run(database, may) == [(True,)]
    upgrade_tables(postgres.url(database))
    assert postgres.run(database, may) == [(False,)]
    assert visit(field, url).written is not None


@pytest.mark.parametrize("page", ["server.md", "server.sq.md", "server.sr.md"])
def test_the_documented_removal_of_attachments_finds_every_row(
    postgres: Cluster, field: Installation, url: str, database: str, page: str
) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    (statement,) = re.findall(r"DELETE FROM terren\.attachment .*;", text)
    visit(field, url)
    for n, at in enumerate(("infinity", "-infinity", "9999-12-31", "2001-01-01"), 1):
        postgres.run(
            database,
            "INSERT INTO terren.attachment (plan, digest, mark, place, sender, data, at)"
            f" SELECT plan, sha256('x'), '', {n}, replica, 'x', '{at}' FROM terren.sender",
        )
    postgres.run(database, statement)
    assert postgres.run(database, "SELECT count(*) FROM terren.attachment") == [(0,)]


@pytest.mark.parametrize("page", ["server.md", "server.sq.md", "server.sr.md"])
def test_rows_of_nobody_are_removed_as_it_is_documented(
    postgres: Cluster, field: Installation, center: Installation, url: str, database: str, page: str
) -> None:
    """A genuine row among those that are removed is put there again."""
    statements = re.search(r"```\n(BEGIN;\n.*?COMMIT;)\n```", (ROOT / "docs" / page).read_text("utf-8"), re.S)
    assert statements is not None
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    postgres.run(
        database,
        "INSERT INTO terren.sender SELECT plan, repeat('9', 32), '', '', '' FROM terren.sender LIMIT 1",
        "INSERT INTO terren.change_set (plan, sender, place, digest, name, data)"
        " SELECT plan, replica, 1, sha256('x'), 'x', 'x' FROM terren.sender WHERE replica = repeat('9', 32)",
    )
    visit(center, url)
    for sender in ("9" * 32, field.replica):
        postgres.run(database, statements[1].replace("9" * 32, sender))
        asked = f"SELECT count(*) FROM terren.change_set WHERE sender = '{sender}'"
        assert postgres.run(database, asked) == [(0,)]
    visit(center, url)
    assert refused_files(center.places) == []
    visit(field, url)
    assert postgres.run(database, asked) != [(0,)]


def test_an_owner_who_may_not_make_roles_is_told_and_nothing_is_half_made() -> None:
    with cluster() as server:
        server.run("postgres", "CREATE ROLE keeper LOGIN", "CREATE DATABASE kept OWNER keeper")
        where = server.url("kept", "keeper")
        for _ in range(2):
            with pytest.raises(UserError) as caught:
                make_tables(where)
            assert caught.value.code == "server_role"
            assert 'CREATE ROLE "terren_desk" NOLOGIN;' in message("server_role", caught.value.params)
        assert server.run("kept", "SELECT 1 FROM pg_namespace WHERE nspname = 'terren'") == []
        server.run("postgres", str(caught.value.params["statement"]), "CREATE ROLE guest LOGIN")
        made = make_tables(where)
        assert (made.before, made.form, made.beyond) == (0, len(MIGRATIONS), ())
        for prepare in (make_tables, upgrade_tables):
            with pytest.raises(UserError) as caught:
                prepare(server.url("postgres" if prepare is make_tables else "kept", "guest"))
            assert caught.value.code in ("server_not_owner", "server_forbidden")


def test_rights_that_are_too_many_are_told(
    field: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """As default privileges of a database give them."""
    anew = f"{database}_defaults"
    postgres.run("postgres", f"CREATE DATABASE {anew}")
    postgres.run(anew, "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC")
    postgres.run(anew, "ALTER DEFAULT PRIVILEGES GRANT UPDATE ON TABLES TO desk")
    made = make_tables(postgres.url(anew))
    assert {right.grantee for right in made.beyond} == {EVERYBODY, "desk"}
    assert TableRight(EVERYBODY, "change_set", "DELETE") in made.beyond
    assert {right[1:] for right in made.beyond if right.grantee == "desk"} >= {("change_set", "UPDATE")}
    postgres.run(anew, revocation(EVERYBODY), revocation("desk"))
    assert upgrade_tables(postgres.url(anew)).beyond == ()
    assert visit(field, postgres.url(anew, "desk")).written is not None


WAYS: Final = {
    "columns": ("GRANT UPDATE (name, data) ON terren.change_set TO cena",
                ("cena", "change_set", "UPDATE"), ()),
    "when a row came": ("GRANT INSERT (at) ON terren.taken TO cena", ("cena", "taken", "INSERT"), ()),
    "all desks": ("GRANT UPDATE (data) ON terren.attachment TO terren_desk",
                  ("terren_desk", "attachment", "UPDATE"), ()),
    "the schema": ("GRANT CREATE ON SCHEMA terren TO PUBLIC", (EVERYBODY, "", "CREATE"), ()),
    "a role of the server": ("GRANT pg_write_all_data TO cena",
                             ("cena", "taken", "DELETE"), ("pg_write_all_data",)),
    "the owner": ("GRANT owner TO cena", ("cena", "form", "TRUNCATE"), ("owner",)),
    "a group": ("GRANT writers TO cena", ("cena", "sender", "DELETE"), ("writers",)),
}  # fmt: skip
"""A way to more rights, one that it gives, and the roles to be left."""


@pytest.mark.parametrize("way", WAYS)
def test_rights_by_whatever_way_are_told_with_what_takes_them_away(
    postgres: Cluster, url: str, database: str, way: str
) -> None:
    statement, told, roles = WAYS[way]
    people = "CREATE ROLE cena LOGIN NOINHERIT IN ROLE terren_desk", "CREATE ROLE writers IN ROLE owner"
    postgres.run(database, *people, "CREATE ROLE keeper LOGIN IN ROLE owner")
    try:
        assert upgrade_tables(postgres.url(database)).beyond == ()
        postgres.run(database, statement)
        made = upgrade_tables(postgres.url(database))
        assert told in made.beyond
        assert {right.grantee for right in made.beyond} == {told[0]}
        assert made.memberships == tuple((told[0], role) for role in roles)
        postgres.run(database, revocation(told[0], roles))
        assert upgrade_tables(postgres.url(database))[4:6] == ((), ())
    finally:
        postgres.run(database, "REVOKE CREATE ON SCHEMA terren FROM PUBLIC", "DROP OWNED BY cena")
        postgres.run(database, "DROP ROLE cena", "DROP ROLE writers", "DROP ROLE keeper")


def test_a_right_that_was_given_on_is_taken_away_by_what_is_said(
    postgres: Cluster, url: str, database: str
) -> None:
    """By somebody who may: the owner can take it from whoever gave it, and only with what he gave."""
    postgres.run(database, "CREATE ROLE boss LOGIN", "CREATE ROLE cena LOGIN IN ROLE terren_desk")
    try:
        postgres.run(
            database,
            "GRANT USAGE, CREATE ON SCHEMA terren TO boss WITH GRANT OPTION",
            "GRANT DELETE, UPDATE (data) ON terren.change_set TO boss WITH GRANT OPTION",
        )
        postgres.run(
            database,
            "GRANT DELETE, UPDATE (data) ON terren.change_set TO cena",
            "GRANT CREATE ON SCHEMA terren TO cena",
            user="boss",
        )
        made = upgrade_tables(postgres.url(database))
        told = {right.grantee for right in made.beyond}
        assert told == {"boss", "cena"}
        for one in sorted(told):
            postgres.run(database, revocation(one))
        assert upgrade_tables(postgres.url(database))[4:6] == ((), ())
    finally:
        postgres.run(database, "DROP OWNED BY boss, cena CASCADE", "DROP ROLE boss", "DROP ROLE cena")


@pytest.mark.parametrize("way", ["itself", "by a group"])
def test_a_desk_that_may_make_roles_is_told(postgres: Cluster, url: str, database: str, way: str) -> None:
    """Before PostgreSQL 16 it may enter every role, that of the owner too."""
    people = "CREATE ROLE cena LOGIN IN ROLE terren_desk", "CREATE ROLE makers CREATEROLE"
    postgres.run(database, *people)
    try:
        assert upgrade_tables(postgres.url(database)).beyond == ()
        postgres.run(database, "ALTER ROLE cena CREATEROLE" if way == "itself" else "GRANT makers TO cena")
        ((version,),) = postgres.run(database, "SELECT current_setting('server_version_num')::int")
        made = upgrade_tables(postgres.url(database))
        assert made.beyond == ((("cena", "", "CREATEROLE"),) if version < 160000 else ())
        roles = [one.role for one in made.memberships]
        assert roles == (["makers"] if made.beyond and way == "by a group" else [])
        postgres.run(database, revocation("cena", roles, rights=(MAKING_ROLES,)))
        assert upgrade_tables(postgres.url(database))[4:6] == ((), ())
    finally:
        postgres.run(database, "DROP ROLE cena", "DROP ROLE makers")


def test_who_does_not_own_the_tables_upgrades_nothing(
    field: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """PostgreSQL only warns him, and shows him no rights but his own."""
    postgres.run(
        database,
        "REVOKE INSERT (data) ON terren.change_set FROM terren_desk",
        "GRANT DELETE ON terren.change_set TO PUBLIC",
    )
    with pytest.raises(UserError) as caught:
        upgrade_tables(url)
    assert (caught.value.code, caught.value.params["detail"]) == ("server_not_owner", "owner: owner")
    assert {right.grantee for right in upgrade_tables(postgres.url(database)).beyond} == {EVERYBODY}
    assert visit(field, url).written is not None


def test_what_cannot_be_made_is_told_of_making_tables(postgres: Cluster, database: str) -> None:
    postgres.run(database, "DROP TABLE terren.form")
    with pytest.raises(UserError) as caught:
        make_tables(postgres.url(database))
    assert caught.value.code == "server_not_made"
    said = message(caught.value.code, caught.value.params)
    assert "already exists" in said
    assert "of yours" not in said


def test_who_does_not_own_the_schema_makes_no_tables_in_it(postgres: Cluster, database: str) -> None:
    anew = f"{database}_other"
    postgres.run("postgres", f"CREATE DATABASE {anew}")
    postgres.run(anew, "CREATE SCHEMA terren", "GRANT CREATE, USAGE ON SCHEMA terren TO desk")
    postgres.run(anew, f"GRANT CREATE ON DATABASE {anew} TO desk")
    with pytest.raises(UserError, match="server_not_owner"):
        make_tables(postgres.url(anew, "desk"))
    assert postgres.run(anew, "SELECT 1 FROM pg_tables WHERE schemaname = 'terren'") == []


def test_an_upgrade_lets_the_server_refuse_again_what_has_another_hash(
    field: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """Where whoever made the tables was broken off, or somebody took it away; also beside an altered row."""
    import psycopg

    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    unchecked(postgres, database)
    altered = "UPDATE terren.change_set SET data = 'x'"
    postgres.run(database, altered)
    made = upgrade_tables(postgres.url(database))
    assert made.before == made.form
    with pytest.raises(psycopg.errors.CheckViolation):
        postgres.run(database, altered)
    assert upgrade_tables(postgres.url(database)) == made


@pytest.mark.parametrize("page", ["server.md", "server.sq.md", "server.sr.md"])
@pytest.mark.parametrize("state", ["idle", "stirred", "active"])
def test_the_documented_end_of_a_transaction_ends_it(
    field: Installation, postgres: Cluster, url: str, database: str, page: str, state: str
) -> None:
    """Also one of somebody who has set his own limit back, and whatever he does meanwhile.

    Of a superuser nobody else may end any.
    """
    import psycopg

    text = (ROOT / "docs" / page).read_text("utf-8")
    (statement,) = re.findall(r"SELECT pg_terminate_backend[^;]*xact[^;]*;", text)
    statement = statement.replace("'terren'", f"'{database}'")
    now = statement.replace("5 minutes", "0.5 seconds")
    asked: Future[Any] | None = None
    visit(field, url)
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(url) as other,
        psycopg.connect(postgres.url(database)) as superuser,
    ):
        superuser.execute("SELECT 1")
        other.execute("SET idle_in_transaction_session_timeout = 0")
        other.execute("SELECT 1 FROM terren.change_set")
        postgres.run(database, "CREATE ROLE keeper LOGIN")
        try:
            # whoever keeps a server need be no superuser, and such a one is shown nothing by itself
            assert postgres.run(database, now, user="keeper") == []
            (grant,) = re.findall(r"GRANT pg_read_all_stats.*;", text)
            postgres.run(database, grant.replace("TO owner", "TO keeper"))
            other.execute("SELECT pg_sleep(0.6)")
            if state == "stirred":
                other.execute("SELECT 1")
            if state == "active":
                asked = pool.submit(other.execute, "SELECT pg_sleep(60)")
                until(lambda: other.info.transaction_status is psycopg.pq.TransactionStatus.ACTIVE)
            assert postgres.run(database, statement, user="keeper") == []
            assert postgres.run(database, now, user="keeper") == [(True,)]
            (logins,) = re.findall(r"SELECT login.*;", text)
            ((login, rows, _bytes),) = postgres.run(database, logins)
            assert (login, rows) == ("desk", 1)
            assert superuser.execute("SELECT 1").fetchone() == (1,)
        finally:
            postgres.run(database, "DROP ROLE keeper")
        with pytest.raises(psycopg.OperationalError):
            (asked or pool.submit(other.execute, "SELECT 1")).result()


@pytest.mark.parametrize("page", ["server.md", "server.sq.md", "server.sr.md"])
def test_whose_login_is_taken_away_as_documented_exchanges_no_more(
    field: Installation, postgres: Cluster, database: str, page: str
) -> None:
    """Nor does a screen that is connected already."""
    statements = re.findall(
        r"```\n(ALTER ROLE arta NOLOGIN;\n[^`]*)```", (ROOT / "docs" / page).read_text("utf-8")
    )
    (login,) = re.findall(r"CREATE ROLE arta .*;", (ROOT / "docs" / page).read_text("utf-8"))
    postgres.run(database, login)
    try:
        with watching(field, postgres.url(database, "arta")) as heard:
            until(lambda: bool(heard))
            postgres.run(database, *"".join(statements).strip().split("\n"))
            until(lambda: isinstance(heard[-1], UserError) and heard[-1].code == "server_turned_away")
    finally:
        postgres.run(database, "DROP ROLE arta")


@pytest.mark.parametrize("page", ["server.md", "server.sq.md", "server.sr.md"])
def test_the_documented_question_names_for_whom_others_wait(
    field: Installation, postgres: Cluster, url: str, database: str, page: str
) -> None:
    """However short each of his transactions is."""
    import psycopg

    (asked,) = re.findall(r"SELECT holder\.[^;]*;", (ROOT / "docs" / page).read_text("utf-8"))
    asked = asked.replace("'terren'", f"'{database}'")
    visit(field, url)
    field.edit("1.1.1", "percent", 1)
    postgres.run(database, "CREATE ROLE keeper LOGIN")
    try:
        with ThreadPoolExecutor(1) as pool, psycopg.connect(url) as other:
            other.execute(
                "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
                " SELECT plan, sender, place + 1, place, sha256('x'), 'x', 'x' FROM terren.change_set"
            )

            def ask() -> None:
                try:
                    until(lambda: postgres.run(database, asked, user="keeper") == [("desk", 1)], 5)
                finally:
                    other.rollback()

            named = pool.submit(ask)
            assert visit(field, url).written is not None
            named.result()
        assert postgres.run(database, asked, user="keeper") == []
    finally:
        postgres.run(database, "DROP ROLE keeper")


def test_what_names_a_row_is_found_when_the_row_is_removed(postgres: Cluster, database: str) -> None:
    """Else to remove what somebody flooded the server with takes hours; and no index begins as a key does."""
    lacking = postgres.run(
        database,
        "SELECT conrelid::regclass::text, conkey FROM pg_constraint WHERE contype = 'f' AND NOT EXISTS"
        " (SELECT 1 FROM pg_index WHERE indrelid = conrelid"
        " AND (indkey::smallint[])[0:cardinality(conkey) - 1] @> conkey)",
    )
    assert lacking == []
    alike = postgres.run(
        database,
        "SELECT one.indexrelid::regclass::text FROM pg_index AS one JOIN pg_index AS key USING (indrelid)"
        " JOIN pg_class ON pg_class.oid = one.indrelid WHERE relnamespace = 'terren'::regnamespace"
        " AND key.indisprimary AND NOT one.indisprimary AND one.indkey[0:1] = key.indkey[0:1]",
    )
    assert alike == []


def test_who_may_not_append_is_told(postgres: Cluster, field: Installation, url: str, database: str) -> None:
    postgres.run(database, "CREATE ROLE guest LOGIN")
    try:
        assert refused(field, postgres.url(database, "guest")).code == "server_forbidden"
        postgres.run(
            database,
            "GRANT USAGE ON SCHEMA terren TO guest",
            "GRANT SELECT ON ALL TABLES IN SCHEMA terren TO guest",
        )
        came = visit(field, postgres.url(database, "guest"))
        assert came.unwritten is not None
        assert came.unwritten.code == "server_forbidden"
    finally:
        postgres.run(database, "DROP OWNED BY guest", "DROP ROLE guest")


ALTERED: Final = {
    "a flipped bit": "UPDATE terren.change_set SET data = set_byte(data, 200, get_byte(data, 200) # 1)",
    "cut": "UPDATE terren.change_set SET data = substr(data, 1, 300)",
    "with its hash": "UPDATE terren.change_set SET data = set_byte(data, 200, get_byte(data, 200) # 1),"
    " digest = sha256(set_byte(data, 200, get_byte(data, 200) # 1))",
}


@pytest.mark.parametrize("statement", ALTERED.values(), ids=ALTERED)
def test_an_altered_row_is_refused_and_put_there_again(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str, statement: str
) -> None:
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    unchecked(postgres, database)
    postgres.run(database, f"{statement} WHERE place = 2")
    came = visit(center, url)
    (left,) = came.left
    assert left.refusal is not None
    assert (left.why, left.path.parts[1]) == ("refused", "2")
    assert "{" not in message(left.refusal.code, left.refusal.params)
    assert sum(one.new for one in came.taken) == 1
    # told once, and not read again
    assert visit(center, url).left == ()
    came = visit(field, url)
    assert [path.name for path in came.repaired] == ["2"]
    assert came.written is not None
    assert came.written.changes == 3
    visit(center, url)
    assert center.state == field.state
    assert visit(field, url).repaired == ()
    rest(field, center, at=url)


def test_a_row_with_a_bad_signature(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """One that has the hash that it names, and that its sender did not sign."""
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    where = f"sender = '{field.replica}' AND place = 2"
    ((data,),) = postgres.run(database, f"SELECT data FROM terren.change_set WHERE {where}")
    signed = len(data) - len(open_container(data, "").body) - _END_AND_SIGNATURE
    flipped = f"set_byte(data, {signed}, get_byte(data, {signed}) # 1)"
    postgres.run(
        database, f"UPDATE terren.change_set SET data = {flipped}, digest = sha256({flipped}) WHERE {where}"
    )
    came = visit(center, url)
    (left,) = came.left
    assert left.refusal is not None
    assert (left.refusal.code, len(came.taken)) == ("changeset_signature", 2)
    assert "{" not in message(left.refusal.code, left.refusal.params)
    center.edit("1.1.2", "percent", 5, unit="MPB", kind="assessment")
    rest(field, center, at=url)
    assert center.state == field.state


def test_a_gap_is_told_and_closed(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    for n in range(4):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    with pytest.raises(Exception, match="violates foreign key"):
        postgres.run(database, "DELETE FROM terren.change_set WHERE place = 2")
    postgres.run(
        database,
        "SET session_replication_role = replica",
        "DELETE FROM terren.change_set WHERE place IN (2, 3)",
    )
    came = visit(center, url)
    (left,) = came.left
    assert left.refusal is not None
    assert (left.refusal.code, left.path.name) == ("server_gap", "2-3")
    assert came.missing != ()
    # the file behind them came as well, and does not bring what they brought
    assert [file.refusal.code for file in refused_files(center.places)] == ["server_gap"]
    assert [path.name for path in visit(field, url).repaired] == ["2-3"]
    visit(center, url)
    assert center.state == field.state
    assert refused_files(center.places) == []
    rest(field, center, at=url)


def test_an_altered_row_is_listed_until_its_sender_has_mended_it(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    field.edit("1.1.1", "percent", 1)
    visit(field, url)
    unchecked(postgres, database)
    where = f"sender = '{field.replica}'"
    postgres.run(database, f"UPDATE terren.change_set SET data = 'x', name = 'x' WHERE {where}")
    for _ in range(2):
        visit(center, url)
        (refused,) = refused_files(center.places)
        assert (refused.refusal.code, refused.name.startswith(field.replica)) == ("server_row_altered", True)
        assert situation(center.store, center.places, "1").refused == 1
    assert take_refused(center.store, center.places) == ((), ())
    assert len(visit(field, url).repaired) == 1
    visit(center, url)
    assert refused_files(center.places) == []
    # what is no change set at all is kept as the file that it is
    postgres.run(
        database,
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " SELECT plan, sender, max(place) + 1, max(place), sha256('x'), 'x', 'x' FROM terren.change_set"
        f" WHERE {where} GROUP BY plan, sender",
    )
    visit(center, url)
    assert [file.name for file in refused_files(center.places)] == ["x.terren"]
    assert drop(center.store, center.places, "all") == ["x.terren"]


def test_an_altered_row_that_has_gone_is_listed_until_its_sender_was_there(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """Its number comes again for another one."""
    for n in range(3):
        field.edit("1.1.1", "percent", n)
        visit(field, url)
    unchecked(postgres, database)
    where = f"WHERE sender = '{field.replica}' AND place"
    postgres.run(database, f"UPDATE terren.change_set SET data = 'x' {where} = 3")
    visit(center, url)
    assert len(refused_files(center.places)) == 1
    postgres.run(database, "DELETE FROM terren.taken", f"DELETE FROM terren.change_set {where} > 1")
    rest(field, center, at=url)
    assert center.state == field.state
    assert refused_files(center.places) == []


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[tuple[Cluster, str]]:
    """A server of the test's own, which it may kill, and the address of a database there."""
    with cluster({"fsync": "on", "full_page_writes": "on"}) as server:
        make_tables(server.url("postgres"))
        yield server, server.url("postgres")


def test_a_server_that_dies_in_the_middle(
    field: Installation, center: Installation, mortal: tuple[Cluster, str]
) -> None:
    server, url = mortal
    for n in range(4):
        field.edit("1.1.1", "percent", n)
        visit(field, url)

    def die(done: int, total: int, name: str) -> None:
        if done == 2:
            server.stop()

    came = visit(center, url, progress=die)
    assert (came.ended, len(came.taken), came.written) == ("gone", 2, None)
    assert refused(center, url).code == "server_unreachable"
    server.start()
    came = visit(center, url)
    assert (came.ended, sum(one.new for one in came.taken)) == ("done", 2)
    visit(field, url)
    assert center.state == field.state

    def die_at_the_end(done: int, total: int, name: str) -> None:
        if done == total:
            server.stop()

    field.edit("1.1.2", "percent", 7)
    came = visit(field, url, progress=die_at_the_end)
    assert (came.ended, came.written) == ("gone", None)
    assert came.unwritten is not None
    assert came.unwritten.code == "server_gone"
    server.start()
    rest(field, center, at=url)
    assert center.state == field.state


def test_a_full_disk_on_the_server(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """As the server tells it: what others have put there is taken, one's own goes the next time."""
    center.edit("1.1.1", "percent", 5, unit="MPB")
    visit(center, url)
    postgres.run(
        database,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END$$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON terren.change_set EXECUTE FUNCTION full_disk()",
    )
    field.edit("1.1.1", "percent", 1)
    came = visit(field, url)
    assert came.unwritten is not None
    assert (came.unwritten.code, came.written, len(came.taken)) == ("server_full", None, 1)
    postgres.run(database, "DROP TRIGGER full_disk ON terren.change_set")
    rest(field, center, at=url)
    assert center.state == field.state


def test_a_small_disk_on_the_server(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """A file system of a megabyte below the rows, where this machine lets one be made."""
    small = postgres.folder / f"small-{database}"
    small.mkdir()
    mounted = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", "size=1m", "none", str(small)), capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        shutil.chown(small, "postgres")
        postgres.run(
            database,
            f"CREATE TABLESPACE small_{database} LOCATION '{small}'",
            f"ALTER TABLE terren.change_set SET TABLESPACE small_{database}",
        )
        for _ in range(200):
            for _ in range(20):
                field.edit("1.1.1", "next_steps", secrets.token_hex(400))
            came = visit(field, url)
            if came.unwritten is not None:
                break
        assert came.unwritten is not None
        assert (came.unwritten.code, came.written) == ("server_full", None)
        postgres.run(database, "ALTER TABLE terren.change_set SET TABLESPACE pg_default")
        rest(field, center, at=url)
        assert center.state == field.state
    finally:
        postgres.run("postgres", f"DROP DATABASE {database} WITH (FORCE)")
        postgres.run("postgres", f"DROP TABLESPACE small_{database}")
        subprocess.run(("umount", str(small)), check=True)


@pytest.mark.parametrize("off", [YEARS, -YEARS])
def test_a_clock_two_years_off(
    field: Installation, center: Installation, url: str, off: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + off)
    field.edit("1.1.1", "percent", 1)
    came = visit(field, url)
    assert abs(came.clock_ahead - off) < 60
    assert "730" in clock_words([came.clock_ahead])
    monkeypatch.undo()
    assert clock_words([visit(center, url).clock_ahead]) == ""
    rest(field, center, at=url)
    assert center.state == field.state


def documented_backup() -> str:
    """The lines of the guide that make a backup and restore it; in each language they are the same."""
    pages = [
        (ROOT / "docs" / page).read_text("utf-8") for page in ("server.md", "server.sq.md", "server.sr.md")
    ]
    ((block,),) = {tuple(re.findall(r"```\n(pg_dump(?:.|\n)*?)```", page)) for page in pages}
    *lines, upgrade = block.splitlines()
    assert upgrade.startswith("terren server upgrade ")
    return "\n".join((*lines, "true"))


def type_there(postgres: Cluster, database: str, lines: str, user: str = "owner") -> None:
    """Type lines of the guide at the server's computer, of this database instead of the one named there."""
    named = re.sub(r"(?<!schema=)\bterren(?=_new\b|\b)", database, lines)
    login = f"PGHOST={postgres.folder} PGPORT={postgres.port} PGUSER={user}"
    postgres.tool("/bin/sh", "-c", f"export PATH={programs()}:$PATH {login}\n{named}")


def test_a_server_that_went_back_to_a_backup(
    field: Installation, center: Installation, postgres: Cluster, url: str, database: str
) -> None:
    """By the commands of the guide, while somebody is connected; what was put there since comes again."""
    field.edit("1.1.1", "percent", 1)
    rest(field, center, at=url)
    dump, restoring = documented_backup().split(" &&\n", 1)
    type_there(postgres, database, dump)
    for n in range(3):
        field.edit("1.1.2", "percent", n)
        center.edit("1.1.1", "percent", n, unit="MPB")
        rest(field, center, at=url)
    with connected(url):
        type_there(postgres, database, restoring)
    assert upgrade_tables(postgres.url(database)).loose == ()
    rest(field, center, at=url)
    from tests.sync.world import believe, headquarters

    late = headquarters(field.places.data.parent / "late")
    believe(late, center, field)
    visit(late, url)
    assert late.state == center.state == field.state


def test_a_backup_that_fails_removes_nothing_and_no_desk_makes_it_fail(
    postgres: Cluster, database: str
) -> None:
    """By the commands of the guide, of a keeper who is no superuser; any login may make a large object, and
    set what rights tables of its own give."""
    kept = f"{database}_kept"

    def ident() -> object:
        return postgres.run("postgres", f"SELECT oid FROM pg_database WHERE datname = '{kept}'")

    postgres.run(database, "CREATE ROLE keeper LOGIN CREATEDB", f"CREATE DATABASE {kept} OWNER keeper")
    try:
        made = make_tables(postgres.url(kept, "keeper"))
        postgres.run(
            kept,
            "SELECT lo_create(0)",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA terren GRANT SELECT ON TABLES TO PUBLIC",
            user="desk",
        )
        before = ident()
        type_there(postgres, kept, documented_backup(), "keeper")
        assert ident() != before
        assert upgrade_tables(postgres.url(kept, "keeper"))._replace(before=0) == made
        before = ident()
        postgres.run(kept, "CREATE TABLE terren.hers (id bigint)")
        with pytest.raises(subprocess.CalledProcessError):
            type_there(postgres, kept, documented_backup(), "keeper")
        assert ident() == before
    finally:
        postgres.run("postgres", f"DROP DATABASE IF EXISTS {kept}", f"DROP DATABASE IF EXISTS {kept}_new")
        postgres.run("postgres", "DROP ROLE keeper")


def test_a_connection_is_closed_however_a_visit_ends(url: str, postgres: Cluster, database: str) -> None:
    with pytest.raises(ZeroDivisionError), connected(url):
        raise ZeroDivisionError
    (row,) = postgres.run("postgres", f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'")
    assert row == (0,)
