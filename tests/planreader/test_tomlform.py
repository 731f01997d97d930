"""The reviewable form: nothing is lost, and what is damaged is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader import read
from planreader.tomlform import read_toml, write_toml
from store.errors import Refused
from store.plan import Plan


def test_round_trip(tmp_path: Path, sample: Plan) -> None:
    path = tmp_path / "sample.plan.toml"
    write_toml(sample, path)
    again = read_toml(path)
    assert again == sample
    assert again.provenance == sample.provenance
    assert read(path) == sample
    assert [entry.name for entry in tmp_path.iterdir()] == ["sample.plan.toml"]


def test_title_and_id_can_be_given(tmp_path: Path, sample: Plan) -> None:
    path = tmp_path / "sample.plan.toml"
    write_toml(sample, path)
    plan = read(path, title="Another title", plan_id="another")
    assert (plan.title, plan.id) == ("Another title", "another")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("format = ", "toml_damaged"),
        ('format = "other/9"\n', "plan_format"),
        ('format = "terren-plan/1"\nid = 5\nyears = [2021]\n', "plan_form"),
    ],
)
def test_damaged(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "x.plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_toml(path)
    assert caught.value.code == code


def test_other_encoding(tmp_path: Path) -> None:
    path = tmp_path / "x.plan.toml"
    path.write_bytes('title = "çështje"'.encode("cp1250"))
    with pytest.raises(Refused) as caught:
        read_toml(path)
    assert caught.value.code == "document_encoding"
