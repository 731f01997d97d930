"""What Windows is asked to keep of an installation, against a registry in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.support.paths import ROOT

Values = dict[str, tuple[str, int]]


def _registry(values: Values) -> SimpleNamespace:
    @contextmanager
    def opened(*_given: Any) -> Iterator[Values]:
        yield values

    def asked(key: Values, name: str) -> tuple[str, int]:
        if name not in key:
            raise FileNotFoundError(name)
        return key[name]

    return SimpleNamespace(
        HKEY_CURRENT_USER=1,
        REG_EXPAND_SZ=2,
        CreateKey=opened,
        QueryValueEx=asked,
        SetValueEx=lambda key, name, _zero, kind, value: key.update({name: (value, kind)}),
        DeleteValue=lambda key, name: key.pop(name),
    )


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, as Windows would load it."""
    # under a name of its own: others put a fake in its place
    spec = spec_from_file_location("desktop_of_windows", ROOT / "sync" / "update" / "desktop.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", "win32")
        patched.setitem(sys.modules, "winreg", ModuleType("winreg"))
        spec.loader.exec_module(module)
    told = SimpleNamespace(SendMessageTimeoutW=lambda *_given: 1)
    monkeypatch.setattr(module.ctypes, "WinDLL", lambda _name: told, raising=False)
    return module


@pytest.mark.parametrize("before", [None, r"C:\Mjete;%USERPROFILE%\bin"])
def test_the_path_is_after_an_uninstall_what_it_was_before(
    desktop: ModuleType, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    values: Values = {} if before is None else {"Path": (before, 2)}
    kept = dict(values)
    monkeypatch.setattr(desktop, "winreg", _registry(values))
    folder = Path(r"C:\Zyra\Terren\bin")
    # installed over itself it stands there once
    for _ in range(2):
        desktop._change_path(folder, add=True)
        assert values == {"Path": (";".join(filter(None, [before, str(folder)])), 2)}
    for _ in range(2):
        desktop._change_path(folder, add=False)
        assert values == kept


def test_a_desktop_that_takes_no_link_is_no_hindrance(
    desktop: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is locked, or guarded against programs; other folders lie on a server that is away."""
    menu, locked = tmp_path / "menu", tmp_path / "desktop"
    values: Values = {}
    registry = _registry(values)
    registry.REG_SZ, registry.REG_DWORD = 1, 4
    registry.DeleteKey = lambda *_given: None
    monkeypatch.setattr(desktop, "winreg", registry)
    written: list[tuple[Path, Path]] = []

    def folder(which: int) -> Path:
        if which == desktop._DOCUMENTS:
            raise OSError(67, "the name of the server is not known")
        return {desktop._PROGRAMS: menu, desktop._DESKTOP: locked}[which]

    def link(path: Path, _target: Path, working: Path) -> None:
        if path.parent == locked:
            raise PermissionError(5, "denied")
        path.touch()
        written.append((path, working))

    monkeypatch.setattr(desktop, "_folder", folder)
    monkeypatch.setattr(desktop, "_write_link", link)
    root = tmp_path / "Terren"
    assert desktop.make_entries(root, "0.1.0") == [locked / "Terren.lnk"]
    assert written == [(menu / "Terren.lnk", root)]
    assert {"Path", "DisplayVersion"} <= set(values)
    # a folder stands where it would be: it cannot be removed as a link
    (locked / "Terren.lnk").mkdir()
    assert desktop.remove_entries(root) == [locked / "Terren.lnk"]
    assert [*menu.iterdir()] == [] and "Path" not in values
