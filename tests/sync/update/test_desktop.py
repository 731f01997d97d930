"""What Windows is asked to keep of an installation, against a registry in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

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
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module, as Windows would load it."""
    name = "sync.update.desktop"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", ModuleType("winreg"))
    monkeypatch.delitem(sys.modules, name, raising=False)
    module = import_module(name)
    monkeypatch.setattr(sys, "platform", "linux")
    told = SimpleNamespace(SendMessageTimeoutW=lambda *_given: 1)
    monkeypatch.setattr(module.ctypes, "WinDLL", lambda _name: told, raising=False)
    yield module
    sys.modules.pop(name, None)


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
