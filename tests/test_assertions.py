"""The rule by which tests show what they assert."""

from __future__ import annotations

from pathlib import Path

from tools.rules.assertions import faults

TESTS = """
def test_by_itself(): assert True
def test_by_a_helper(): _check_all(1)
async def test_by_a_method(): await world.until_told()
def test_by_a_refusal():
    with pytest.raises(ValueError): int("x")
def test_of_nothing(): run(1)
"""


def test_a_test_without_an_assertion_is_told(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_some.py").write_text(TESTS, "utf-8")
    assert [*faults(tmp_path)] == ["tests/test_some.py:7: test_of_nothing shows nothing that it asserts"]
