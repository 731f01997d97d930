"""What ``make quick`` runs: the tests that import what has changed, and nothing forgotten without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.changed import MANY, changed, chosen, module_of


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    """Tests of a small project."""
    for name, source in {
        "store/ledger/test_heads.py": "from store.ledger.heads import heads\n",
        "store/test_undo.py": "from store.ledger import heads\nimport store.edits.undo\n",
        "tui/test_screen.py": "def test() -> None:\n    from tui.review.screen import ReviewScreen\n",
        "support/world.py": "import store.ledger.heads\n",
    }.items():
        file = tmp_path / "tests" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return tmp_path / "tests"


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("store/ledger/heads.py", ["store/ledger/test_heads.py", "store/test_undo.py"]),
        ("store/edits/undo.py", ["store/test_undo.py"]),
        ("tui/review/screen.tcss", ["tui/test_screen.py"]),
        ("tests/tui/test_screen.py", ["tui/test_screen.py"]),
    ],
)
def test_tests_are_those_that_import_what_changed(tests: Path, path: str, names: list[str]) -> None:
    assert chosen([path], tests) == ({tests / name for name in names}, [])


def test_of_a_module_that_many_import_the_tests_of_its_room_run(tests: Path) -> None:
    for n in range(MANY):
        (tests / f"test_{n}.py").write_text("import store.ledger.heads\n", encoding="utf-8")
    assert chosen(["store/ledger/heads.py"], tests) == ({tests / "store/ledger/test_heads.py"}, [])


def test_what_has_no_test_is_named(tests: Path) -> None:
    gone = ["sync/none.py", "samples/plan.txt", "tests/store/test_gone.py"]
    assert chosen(gone, tests) == (set(), gone)


def test_a_module_of_the_readers_source_root_and_a_package_have_their_names() -> None:
    assert module_of("import/planreader/build/budget.py") == "planreader.build.budget"
    assert module_of("store/ledger/__init__.py") == "store.ledger"


def test_outside_of_a_repository_nothing_has_changed(tmp_path: Path) -> None:
    assert changed(tmp_path) == []
