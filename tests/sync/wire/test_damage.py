"""Whatever happens to a file on its way is noticed, said, and changes no byte of the database."""

from __future__ import annotations

import base64
import gc
import json
import random
import shutil
import weakref
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from store.db.errors import UserError
from store.exchange.change_sets import author
from store.integrity.verify import verify
from store.ledger.chains import read_chains
from store.ledger.change import GENESIS, Change, change_hash
from sync.wire.encoding import encode_changes
from sync.wire.format import MAGIC, Header, compose, open_container
from sync.wire.keys import sign
from sync.wire.limits import MAX_CHANGES, MAX_FILE, MAX_HEADER, MAX_LINE
from sync.wire.lines import LineReader
from sync.wire.section import Section, section_line
from tests.support.lengths import cases
from tests.sync.wire import damage
from tests.sync.world import UNIT, Installation, copied, installation

TRIED: Final = 60
"""Flips and cuts of each kind of file."""


@pytest.fixture
def file(tmp_path: Path, field: Installation) -> Path:
    (tmp_path / "stick").mkdir()
    for n in range(20):
        field.edit(f"1.1.{n % 4 + 1}", ("reason_text", "output_reached", "next_steps")[n % 3], str(n))
    field.edit("1.1.1", "aa", "Shënim", kind="note")
    return field.export(tmp_path / "stick").path


def refusal(center: Installation, file: Path, data: bytes) -> UserError:
    """How a file of these bytes is refused; the database must not have changed by a byte."""
    before = center.content()
    file.write_bytes(data)
    with pytest.raises(UserError) as refused:
        center.receive(file)
    assert center.content() == before
    assert refused.value.code.startswith("changeset_")
    assert refused.value.params["file"] == str(file)
    return refused.value


@pytest.mark.parametrize("kind", damage.KINDS)
def test_every_flip_and_cut_is_refused(tmp_path: Path, kind: str) -> None:
    """Of each kind of file; `make soak` tries 4,000 flips and 400 cuts."""
    reader = damage.Reader(tmp_path, kind)
    for n in range(TRIED):
        reader.damaged(random.Random(f"{kind} {n}"), cut=n % 10 == 0)
    assert reader.wrong == []
    assert sum(reader.refused.values()) == TRIED
    reader.whole()


@pytest.mark.parametrize(
    ("mangle", "code"),
    [
        (lambda data: data.replace(b"\r\n", b"\n"), "changeset_mangled"),
        (lambda data: data.replace(b"\n", b"\r\n"), "changeset_mangled"),
        (lambda data: bytes(byte & 0x7F for byte in data), "changeset_mangled"),
        (lambda data: data.decode("latin-1").encode(), "changeset_mangled"),
        (lambda data: data.decode("utf-8", "replace").encode(), "changeset_mangled"),
        (base64.b64encode, "changeset_mangled"),
        (lambda data: data[: data.index(b"\x1a")], "changeset_truncated"),
        (lambda data: b"", "changeset_truncated"),
        (lambda data: data[:11], "changeset_truncated"),
        (lambda data: data[:100], "changeset_truncated"),
        (lambda data: data[:-1], "changeset_truncated"),
        (lambda data: data + b"\n", "changeset_trailing"),
        (lambda data: data + data, "changeset_trailing"),
        (lambda data: b"PK\x03\x04" + data, "changeset_magic"),
        (lambda data: b"\0" * len(data), "changeset_magic"),
        (lambda data: data[:-40] + b"\0" + data[-39:], "changeset_hash"),
        (lambda data: data[:10] + b"\xff\xff\xff\xff" + data[14:], "changeset_limit"),
        (lambda data: data.replace(b'"number":1', b'"number":2'), "changeset_signature"),
        (lambda data: data.replace(b'"number":1', b'"number"?1'), "changeset_header"),
    ],
)
def test_what_happens_to_files_has_its_own_message(
    center: Installation, file: Path, mangle: Callable[[bytes], bytes], code: str
) -> None:
    data = mangle(file.read_bytes())
    assert data != file.read_bytes()
    assert refusal(center, file, data).code == code


def test_a_cut_says_how_much_is_there(center: Installation, file: Path) -> None:
    whole = file.read_bytes()
    refused = refusal(center, file, whole[:-10])
    assert refused.params["found"] == len(whole) - 10
    assert refused.params["needed"] == len(whole)


def test_too_large_a_file_is_not_read(center: Installation, file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(MAX_FILE + 1)
    with pytest.raises(UserError, match="changeset_limit"):
        center.receive(file)


@pytest.mark.parametrize("name", ["gone.terren", "."])
def test_what_is_no_file_is_said(center: Installation, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="changeset_missing"):
        center.receive(tmp_path / name)


def forged(
    field: Installation,
    lines: list[str] | bytes,
    *,
    changes: int = 0,
    sections: int = 0,
    **header: Any,
) -> bytes:
    """A file that the field signs, with these lines as its body."""
    sender = author(field.store.conn, field.replica)
    assert sender is not None
    base = Header("0" * 32, sender, 0, 9, "plan-prove", 1, changes, sections)
    if isinstance(lines, list):
        body = zlib.compress("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
    else:
        body = lines
    return compose(base._replace(**header), body, lambda data: sign(field.places, field.replica, data))


def introduced(field: Installation) -> str:
    sender = author(field.store.conn, field.replica)
    assert sender is not None
    return json.dumps(["author", *sender[:4], sender.public_key.hex()])


def opened(field: Installation, length: int, head: bytes, **fields: Any) -> str:
    """The line of a section with a right attestation."""
    section = Section(field.replica, 0, length, GENESIS, head, b"", "Z", UNIT, 1_640_000_000, 0)
    section = section._replace(**fields)
    return section_line(section._replace(attestation=sign(field.places, field.replica, section.attested)))


ID = f"{'0' * 32}:1:{'0' * 32}"
DEEP = "[" * 7 + "1" + "]" * 7
GOOD = '[["action","1.1.1","status"],"in_progress",0]'


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ('[["action","1.1.1","status"],1.5,0]', "fraction"),
        ('[["action","1.1.1","status"],1e400,0]', "fraction"),
        ('[["action","1.1.1","status"],NaN,0]', "NaN"),
        ('[["action","1.1.1","status"],-Infinity,0]', "Infinity"),
        ('[["action","1.1.1","status"],9223372036854775808,0]', "64 bits"),
        ('[["action","1.1.1","status"],' + "9" * 5000 + ",0]", "64 bits"),
        ('[["action","1.1.1","status"], ' + "9" * 30 + ",0]", "64 bits"),
        ('[["action","1.1.1","status"],{"a": -' + "9" * 4000 + "},0]", "64 bits"),
        ('[["action","1.1.1","status"],{"a":1,"a":2},0]', "key twice"),
        ('[["action","1.1.1","status"],"\\ud800",0]', "escape"),
        ('[["action","1.1.1","status"],"\ud800",0]', "UTF-8"),
        ('[["action","1.1.1","status"],"e\u0308",0]', "NFC"),
        ('[["action","1.1.1","status"],"\\u0007",0]', "escape"),
        ('[["action","1.1.1","status"],"\x1b[2J",0]', "U+001B"),
        ('[["action","1.1.1","status"],"\x9b2J",0]', "U+009B"),
        ('[["action","1.1.1","status"],"\u202ekcats",0]', "U+202E"),
        ('[["action","1.1\\n.1","status"],1,0]', "target"),
        ('[["action","' + "x" * 201 + '","status"],1,0]', "target"),
        ('[["","1.1.1","status"],1,0]', "kind"),
        ('[["action","1.1.1"],1,0]', "register"),
        (f'[["action","1.1.1","status"],[{DEEP}],0]', "nested"),
        ("[" * 60_000, "nested"),
        ('[["action","1.1.1","status"],1]', "change"),
        ('[["action","1.1.1","status"],1,0,null,0,0,0,"a",1]', "redaction"),
        ('[["action","1.1.1","status"],1,0,null,0,0,0,"a",1,1]', "change"),
        ('{"kind":"action"}', "change"),
        ("[0,1,0]", "register"),
        ("[-1,1,0]", "register"),
        ("[true,1,0]", "register"),
        ('[["action","1.1.1","status"],1,-2000000000]', "seconds"),
        ('[["action","1.1.1","status"],1,9000000000000000000]', "seconds"),
        ('[["action","1.1.1","status"],1,true]', "seconds"),
        ('[["action","1.1.1","status"],1,0,9000000000000000000]', "day"),
        ('[["action","1.1.1","status"],1,0,[1]]', "day"),
        ('[["action","1.1.1","status"],1,0,null,[1]]', "supersedes"),
        ('[["action","1.1.1","status"],1,0,null,["x:1"]]', "supersedes"),
        ('[["action","1.1.1","status"],1,0,null,["' + ID + '","' + ID + '"]]', "supersedes"),
        ('[["action","1.1.1","status"],1,0,null,false]', "supersedes"),
        ('[["action","1.1.1","status"],1,0,null,0,1]', "batch"),
        ('[["action","1.1.1","status"],1,0,null,0,0,-2]', "lamport"),
        ('[["action","1.1.1","status"],1,0,null,0,0,9007199254740991]', "lamport"),
        (GOOD + " ", "one JSON"),
        (GOOD + GOOD, "one JSON"),
        ("", "JSON"),
    ],
)
def test_a_line_out_of_form_is_named(
    field: Installation, center: Installation, file: Path, line: str, detail: str
) -> None:
    data = forged(field, [introduced(field), opened(field, 1, bytes(32)), line], changes=1, sections=1)
    refused = refusal(center, file, data)
    assert refused.code == "changeset_body"
    assert detail in str(refused.params["detail"])
    assert "line 3" in str(refused.params["detail"]) or detail in ("UTF-8", "NFC", "escape") or "U+" in detail


def test_a_forged_file_of_good_lines_is_taken(field: Installation, center: Installation, file: Path) -> None:
    register = ("action", "1.1.1", "status")
    first = Change(field.replica, 1, 1, 1_640_000_000, "Z", UNIT, "1", *register, '"in_progress"', None, ())
    head = change_hash(first, GENESIS)
    lines = [introduced(field), '["of-later",{"x":[1]}]', opened(field, 1, head), GOOD]
    file.write_bytes(forged(field, lines, changes=1, sections=1, unknown={"of-later": ["y"]}))
    assert center.receive(file).new == 1


def test_a_section_must_be_what_it_says(field: Installation, center: Installation, file: Path) -> None:
    author_line, section = introduced(field), opened(field, 1, bytes(32))

    def code(lines: list[str], changes: int = 1, sections: int = 1) -> str:
        return refusal(center, file, forged(field, lines, changes=changes, sections=sections)).code

    assert code([author_line, section, GOOD]) == "changeset_chain"
    assert code([author_line, section]) == "changeset_body"
    assert code([author_line, GOOD]) == "changeset_body"
    assert code([author_line, section, GOOD, GOOD]) == "changeset_chain"
    assert code([author_line, opened(field, 0, bytes(32))]) == "changeset_body"
    assert code([author_line, opened(field, 1, bytes(32), start=1), GOOD]) == "changeset_body"
    beyond = opened(field, 1, bytes(32), start=1, prev=bytes(32))
    assert code([author_line, beyond, GOOD]) == "changeset_chain"
    unsigned = section_line(Section(field.replica, 0, 1, b"", bytes(32), bytes(64), "Z", UNIT, 0, 0))
    assert code([author_line, unsigned, GOOD]) == "changeset_signature"
    assert code([author_line], changes=0, sections=1) == "changeset_header"
    assert code([author_line, author_line, section, GOOD]) == "changeset_body"


def test_a_bomb_ends_at_the_limit(field: Installation, center: Installation, file: Path) -> None:
    bomb = zlib.compress(b'["of-later"]\n' * 2**20)
    assert len(bomb) < 2**20
    assert refusal(center, file, forged(field, bomb)).code == "changeset_limit"
    line = zlib.compress(b'["' + b"x" * (MAX_LINE * 2) + b'"]\n')
    assert refusal(center, file, forged(field, line)).code == "changeset_limit"
    endless = zlib.compress(b"x" * (cases(2, 100) * 2**20))
    assert refusal(center, file, forged(field, endless)).code == "changeset_limit"
    wide = zlib.compress(b'["x","%s"]\n' % (b"x" * 60_000) * 600)
    assert "before the sections" in str(refusal(center, file, forged(field, wide)).params["detail"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        zlib.compress(b'["x"]'),
        zlib.compress(b'["x"]\n') + b"x",
        zlib.compress(b'["x"]\n')[:-3],
    ],
)
def test_a_body_that_is_no_body(field: Installation, center: Installation, file: Path, body: bytes) -> None:
    assert refusal(center, file, forged(field, body)).code == "changeset_body"


def test_an_empty_body_is_a_file_without_news(field: Installation, center: Installation, file: Path) -> None:
    file.write_bytes(forged(field, []))
    assert center.receive(file).changes == 0


def with_header(field: Installation, edit: Callable[[dict[str, Any]], object], text: bytes = b"") -> bytes:
    """A signed file whose header has been edited as JSON, or replaced by ``text``."""
    data = forged(field, [])
    length = int.from_bytes(data[10:14], "big")
    form = json.loads(data[14 : 14 + length])
    edit(form)
    header = text or json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode()
    signed = data[:10] + len(header).to_bytes(4, "big") + header
    rest = data[14 + length + 64 : -8]
    total = len(signed) + 64 + len(rest) + 8
    return signed + sign(field.places, field.replica, signed) + rest + total.to_bytes(8, "big")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda form: form.pop("sender"), "changeset_header"),
        (lambda form: form["sender"].update(role="king"), "changeset_header"),
        (lambda form: form["sender"].update(replica="../../etc"), "changeset_header"),
        (lambda form: form["sender"].update(public_key="00"), "changeset_header"),
        (lambda form: form["sender"].update(public_key="00" * 32), "changeset_signature"),
        (lambda form: form["sender"].update(officer=""), "changeset_header"),
        (lambda form: form.update(file_id=1), "changeset_header"),
        (lambda form: form.update(number=-1), "changeset_header"),
        (lambda form: form.update(number=True), "changeset_header"),
        (lambda form: form.update(changes=MAX_CHANGES + 1), "changeset_limit"),
        (lambda form: form["body"].update(bytes=2**40), "changeset_limit"),
        (lambda form: form["body"].update(sha256="0" * 64), "changeset_hash"),
        (lambda form: form["plan"].update(id="other"), "changeset_plan_other"),
        (lambda form: form["reader"].update(least=3, release="7.1"), "changeset_newer"),
        (lambda form: form.update(kind="enrolment"), "changeset_enrolment"),
        (lambda form: form.update(kind="of-later"), "changeset_newer"),
        (lambda form: form.update(x="y" * MAX_HEADER), "changeset_limit"),
        (lambda form: form.update(x=[[[[[[[[1]]]]]]]]), "changeset_header"),
        (lambda form: form.update(x=1.5), "changeset_header"),
    ],
)
def test_a_header_out_of_form_is_refused(
    field: Installation, center: Installation, file: Path, edit: Callable[[dict[str, Any]], object], code: str
) -> None:
    assert refusal(center, file, with_header(field, edit)).code == code


@pytest.mark.parametrize("text", [b"[]", b"1", b"{", b"\xff", b'{"a":1,"a":2}', b"[" * 60_000])
def test_a_header_that_is_no_object(
    field: Installation, center: Installation, file: Path, text: bytes
) -> None:
    data = with_header(field, lambda form: None, text)
    assert refusal(center, file, data).code == "changeset_header"


def test_a_later_version_says_which_release_it_needs(
    field: Installation, center: Installation, file: Path
) -> None:
    data = with_header(field, lambda form: form["reader"].update(release="3.2"))
    later = MAGIC + (2).to_bytes(2, "big") + data[10:]
    refused = refusal(center, file, later)
    assert (refused.code, refused.params["needed"]) == ("changeset_newer", "3.2")


def test_a_second_key_for_a_known_replica_is_refused(
    tmp_path: Path, field: Installation, center: Installation, file: Path
) -> None:
    center.receive(file)
    double = installation(tmp_path / "double", replica=field.replica)
    (tmp_path / "other").mkdir()
    second = double.export(tmp_path / "other").path.read_bytes()
    assert refusal(center, file, second).code == "changeset_signature"
    file.write_bytes(with_header(field, lambda form: form["sender"].update(officer="Pasardhësi")))
    assert center.receive(file).officer == "Pasardhësi"


def test_a_relay_cannot_speak_for_another(
    tmp_path: Path, field: Installation, center: Installation, file: Path
) -> None:
    """Changes of another replica need its own signature over them."""
    liar = installation(tmp_path / "liar", unit="23")
    liar.receive(file)
    head = read_chains(liar.store.conn)[field.replica]
    at, register = 1_700_000_000, ("action", "1.1.1", "status")
    invented = Change(field.replica, 22, 99, at, "Z", UNIT, "22", *register, '"x"', None, ())
    digest = change_hash(invented, head.head)
    section = Section(field.replica, 21, 1, head.head, digest, bytes(64), "Z", UNIT, at, 98)
    section = section._replace(attestation=sign(liar.places, liar.replica, section.attested))
    lines = [introduced(field), section_line(section), *encode_changes(section, [invented])]
    center.receive(file)
    assert refusal(center, file, forged(liar, lines, changes=1, sections=1)).code == "changeset_signature"


def test_a_fork_names_the_first_change_that_differs(
    tmp_path: Path, field: Installation, center: Installation, file: Path
) -> None:
    """Two histories under one name and one key: a copied folder."""
    twin_home = tmp_path / "twin"
    field.store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(field.places.data, twin_home)
    twin = copied(twin_home, field.replica)
    center.receive(file)
    field.edit("1.1.1", "status", "implemented")
    field.edit("1.1.1", "percent", 3)
    twin.edit("1.1.1", "status", "not_implemented")
    center.receive(field.export(file.parent).path)
    taken = center.receive(twin.export(tmp_path).path)
    (fork,) = taken.forks
    assert (fork.replica, fork.first, taken.new) == (field.replica, 22, 1)
    assert fork.last in (22, 23)
    assert fork.held is not None and fork.found is not None
    assert fork.held.check_code != fork.found.check_code
    assert taken.check_code in (fork.held.check_code, fork.found.check_code)
    (status,) = (one for one in center.state if (one["target"], one["field"]) == ("1.1.1", "status"))
    assert (len(status["heads"]), status["conflict"]) == (2, True)
    assert verify(center.store).faults == ()


def test_an_own_file_is_not_for_oneself(field: Installation, file: Path) -> None:
    with pytest.raises(UserError, match="changeset_own_file"):
        field.receive(file)


def test_a_frame_is_read_without_a_database(file: Path) -> None:
    container = open_container(file.read_bytes(), str(file))
    assert (container.header.changes, container.header.sections) == (21, 1)


def test_what_is_left_unread_of_a_body_is_let_go_at_once() -> None:
    """Of many sections that wait each file looks at the first change alone."""
    gc.disable()
    try:
        reader = LineReader(zlib.compress(b"1\n2\n"))
        assert reader.next() == 1
        gone = weakref.ref(reader)
        del reader
        assert gone() is None
    finally:
        gc.enable()
