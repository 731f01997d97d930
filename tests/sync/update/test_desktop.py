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
