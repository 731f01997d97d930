"""The bytes of a published revision, read by nothing but docs/exchange.md; a file of the first version stays.

``python -m tests.sync.wire.test_revision_form`` writes the golden file anew; a released one stays.
"""

from __future__ import annotations

import json
import struct
import zlib
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from store.integrity.verify import verify
from store.opening.open_store import open_store
from store.plan.form import plan_to_form
from store.plan.load import load_plan
from store.plan.parse import plan_from_form
from store.revision.plan_database import write_revisions_database
from tests.support.revised import published, titles_of, with_titles
from tests.sync.world import Installation, headquarters, installation

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "revision-1.terren"
"""A file of headquarters with one published revision, and beside it the plan that it makes."""


def values_set(data: bytes, register: list[str]) -> list[tuple[Any, Any]]:
    """What the first section of a file sets a register to, change by change, each with its day."""
    (length,) = struct.unpack_from(">I", data, 10)
    body = zlib.decompress(data[78 + length : -12])
    lines = [json.loads(line) for line in body.decode().split("\n")[:-1]]
    start = next(n for n, line in enumerate(lines) if line[0] == "section")
    names: list[list[str]] = []
    found = []
    for line in lines[start + 1 : start + 1 + lines[start][3]]:
        if isinstance(line[0], list):
            names.append(line[0])
        name = line[0] if isinstance(line[0], list) else names[line[0]]
        if name[:3] == register:
            found.append((line[1], line[3] if len(line) > 3 else None))
    return found


def read_revision(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The announcement and the content of the one revision in a file, as the page describes them."""
    *parts, (announcement, day) = values_set(data, ["decision", "plan-prove", "revision"])
    assert isinstance(day, int)
    texts = {value["part"]: value["text"] for value, _ in parts if value["of"] == announcement["sha256"]}
    text = "".join(texts[n] for n in range(1, announcement["parts"] + 1))
    assert sha256(text.encode()).hexdigest() == announcement["sha256"]
    return announcement, json.loads(text)


def revised_center(folder: Path) -> Installation:
    """Headquarters that has published a plan without 1.1.2, with letters that take room in JSON."""
    center = headquarters(folder / "center")
    plan = load_plan(center.store)
    first, second = titles_of(plan)
    text = 'Masa “e re” me "thonjëza" dhe \\ për çdo njësi, 😀 ' * 400
    published(center.store, with_titles(plan, [[first[0], *first[2:], text], second]))
    return center


def test_a_revision_is_read_from_the_page_alone(tmp_path: Path) -> None:
    center = revised_center(tmp_path)
    data = center.export(tmp_path).path.read_bytes()
    announcement, content = read_revision(data)
    assert announcement["revision"] == 2 and announcement["parts"] > 1
    assert content["format"] == "terren-revision/1"
    assert content["plan"] == plan_to_form(load_plan(center.store), provenance=True)
    assert content["source"] == {"name": "plani-2.docx", "sha256": "11"}
    actions = content["plan"]["strategic_objectives"][0]["specific_objectives"][0]["actions"]
    assert [(action["nr"], action.get("id")) for action in actions] == [
        ("1.1.1", None),
        ("1.1.2", "1.1.3"),
        ("1.1.3", "1.1.4"),
        ("1.1.4", "1.1.4@2"),
    ]


def test_every_line_keeps_within_its_limit(tmp_path: Path) -> None:
    center = headquarters(tmp_path / "center")
    plan = load_plan(center.store)
    first, second = titles_of(plan)
    for n, letter in enumerate(('"', "\\", "\n", "😀", "ë")):
        published(center.store, with_titles(plan, [[*first, letter * 50_000 + str(n)], second]))
    data = center.export(tmp_path).path.read_bytes()
    (length,) = struct.unpack_from(">I", data, 10)
    assert max(map(len, zlib.decompress(data[78 + length : -12]).split(b"\n"))) <= 2**16
    laptop = installation(tmp_path / "laptop")
    assert laptop.receive(tmp_path / next(tmp_path.glob("*.terren")).name).settled is not None
    assert load_plan(laptop.store) == load_plan(center.store)


def test_a_golden_file_is_taken_to_the_same_plan(tmp_path: Path) -> None:
    expected = json.loads(GOLDEN.with_suffix(".json").read_text("utf-8"))
    announcement, content = read_revision(GOLDEN.read_bytes())
    assert (announcement["revision"], content["plan"]) == (2, expected)
    laptop = installation(tmp_path / "laptop")
    taken = laptop.receive(GOLDEN)
    assert taken.settled is not None and taken.settled.applied == (2,)
    now = plan_to_form(plan_from_form(expected), provenance=True)
    assert plan_to_form(load_plan(laptop.store), provenance=True) == now
    assert next(load_plan(laptop.store).actions()).outputs == ("Produkti 1",)
    assert verify(laptop.store).faults == ()
    write_revisions_database(laptop.store, tmp_path / "plan.db")
    with open_store(tmp_path / "plan.db", read_only=True) as written:
        assert plan_to_form(load_plan(written), provenance=True) == now


def write_golden() -> None:
    """A file of headquarters with one revision, and the plan that it makes."""
    with TemporaryDirectory() as name:
        center = revised_center(Path(name))
        GOLDEN.write_bytes(center.export(Path(name)).path.read_bytes())
        form = plan_to_form(load_plan(center.store), provenance=True)
        text = json.dumps(form, ensure_ascii=False, indent=1, sort_keys=True)
        GOLDEN.with_suffix(".json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    write_golden()
