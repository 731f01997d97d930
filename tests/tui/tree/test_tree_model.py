"""The rows of the tree: which show, what is kept of them while a list shows, and that none is out of date."""

from __future__ import annotations

from pathlib import Path

from store.db.database import Store
from store.status.outline import outline
from tests.plans import enrolled
from tests.tui.harness import TODAY
from tui.tree.tree_model import TreeModel


def model_of(store: Store) -> TreeModel:
    model = TreeModel(outline(store, today=TODAY))
    model.open_all()
    return model


def shown(model: TreeModel) -> list[str]:
    return [node.row.nr for node in model.nodes]


def implemented(model: TreeModel) -> list[int]:
    return [model.progress(node).implemented for node in model.nodes if node.level < 2]


def test_the_tree_is_back_as_it_was_once_a_search_ends_with_what_changed_meanwhile(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        model = model_of(store)
        tree, rows = model.nodes, shown(model)
        assert implemented(model) == [0, 0, 0, 0]
        model.show(None, ("2.1.2", "1.1.3"))
        assert shown(model) == ["2.1.2", "1.1.3"]
        model.update(model.actions["2.1.2"]._replace(status="implemented"))
        listed = [model.actions[node.key].status for node in model.nodes if node.level == 2]
        assert listed == ["implemented", None]
        model.show(None)
        assert model.nodes is tree
        assert shown(model) == rows
        assert implemented(model) == [0, 0, 1, 1]
        position = model.nodes.position_of("2.1.2")
        assert position is not None
        assert model.nodes[position].row == model.actions["2.1.2"]


def test_other_actions_or_other_open_objectives_make_another_tree(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        model = model_of(store)
        model.show(frozenset({"1.1.2", "2.1.1"}))
        assert shown(model) == ["1", "1.1", "1.1.2", "2", "2.1", "2.1.1"]
        assert [model.progress(node).total for node in model.nodes if node.level < 2] == [1, 1, 1, 1]
        model.show(frozenset({"2.1.1"}))
        assert shown(model) == ["2", "2.1", "2.1.1"]
        model.show(frozenset({"2.1.1"}), ("1.1.1", "2.1.4"))
        assert (model.number_shown, model.shows("1.1.1"), model.shows("2.1.1")) == (2, True, False)
        model.show(None)
        assert [model.progress(node).total for node in model.nodes if node.level < 2] == [4, 4, 4, 4]
        model.open.remove(model.nodes[0].key)
        model.refresh()
        assert shown(model)[:2] == ["1", "2"]
        model.replace(outline(store, today=TODAY)._replace(strategic=model.outline.strategic[1:]))
        assert shown(model)[:2] == ["2", "2.1"]
