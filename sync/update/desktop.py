"""What Windows shows of an installation: links, ``terren`` on the user's PATH, and an entry among the apps.

Everything is this user's own, by the system's own functions: neither PowerShell nor scripts, which offices
switch off, and which cannot write a link whose names are outside the code page.
"""

from __future__ import annotations

import ctypes
import os
import sys
import uuid
import winreg
from collections.abc import Iterator
from contextlib import suppress
from ctypes import wintypes
from pathlib import Path
from typing import Any, Final

assert sys.platform == "win32"

OPEN: Final = "Terren.cmd"
"""In the folder of an installation: what a double click opens."""
BIN: Final = "bin"
"""The folder that is on the PATH."""
_LINK: Final = "Terren.lnk"
_APPS: Final = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Terren"
_ENVIRONMENT: Final = "Environment"
_LOCAL, _PROGRAMS, _DESKTOP, _DOCUMENTS = 0x1C, 0x02, 0x10, 0x05
_SHELL_LINK: Final = "{00021401-0000-0000-C000-000000000046}"
_I_SHELL_LINK: Final = "{000214F9-0000-0000-C000-000000000046}"
_I_PERSIST_FILE: Final = "{0000010B-0000-0000-C000-000000000046}"
_QUERY, _LONGEST, _MOST_PROCESSES = 0x1000, 32_768, 65_536
_RELEASE, _SAVE, _SET_WORKING, _SET_PATH = 2, 6, 9, 20


def _folder(which: int) -> Path:
    """A folder of this user's. Raises OSError."""
    buffer = ctypes.create_unicode_buffer(wintypes.MAX_PATH)
    failed = ctypes.WinDLL("shell32").SHGetFolderPathW(None, which, None, 0, buffer)
    if failed:
        raise OSError(failed, f"folder {which}")
    return Path(buffer.value)


def home() -> Path:
    """Return where Terren is installed for this user."""
    return _folder(_LOCAL) / "Programs" / "Terren"


def _links() -> Iterator[Path]:
    for which in (_PROGRAMS, _DESKTOP):
        # one that lies on a server which is away has no link
        with suppress(OSError):
            yield _folder(which) / _LINK


def make_entries(root: Path, version: str) -> list[Path]:
    """Make links, the place on the PATH and the entry among the apps; what is there is replaced.

    Return the links that could not be written, as on a locked desktop. Raises OSError.
    """
    left, working = [], root
    with suppress(OSError):
        working = _folder(_DOCUMENTS)
    for link in _links():
        try:
            link.parent.mkdir(parents=True, exist_ok=True)
            _write_link(link, root / OPEN, working)
        except OSError:
            left.append(link)
    _change_path(root / BIN, add=True)
    _write_entry(root, version)
    return left


def tell_version(root: Path, version: str) -> None:
    """Let the entry among the apps say which version of this folder starts, where it is of this folder.

    Raises OSError.
    """
    if is_installed(root):
        _write_entry(root, version)


def _write_entry(root: Path, version: str) -> None:
    start = root / BIN / "terren.cmd"
    # cmd takes off the outer quotes
    values: dict[str, str | int] = {
        "DisplayName": "Terren",
        "DisplayVersion": version,
        "Publisher": "Terren",
        "InstallLocation": str(root),
        "DisplayIcon": str(root / "versions" / version / "python.exe"),
        "UninstallString": f'cmd.exe /d /c ""{start}" uninstall & pause"',
        "QuietUninstallString": f'cmd.exe /d /c ""{start}" uninstall --yes"',
        "NoModify": 1,
        "NoRepair": 1,
    }
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _APPS) as key:
        for name, value in values.items():
            winreg.SetValueEx(
                key, name, 0, winreg.REG_SZ if isinstance(value, str) else winreg.REG_DWORD, value
            )


def is_installed(root: Path) -> bool:
    """Return True if the entry among the apps is that of this folder."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _APPS) as key:
            return Path(winreg.QueryValueEx(key, "InstallLocation")[0]) == root
    except OSError:
        return False


def others_in(root: Path) -> Iterator[Path]:
    """The programs below a folder that run, but for this process itself.

    Whether files may be renamed or are open says less: this process has the same ones open.
    """
    kernel, path = ctypes.WinDLL("kernel32"), ctypes.create_unicode_buffer(_LONGEST)
    kernel.OpenProcess.restype = wintypes.HANDLE
    numbers, filled = (wintypes.DWORD * _MOST_PROCESSES)(), wintypes.DWORD()
    kernel.K32EnumProcesses(numbers, ctypes.sizeof(numbers), ctypes.byref(filled))
    for number in numbers[: filled.value // ctypes.sizeof(wintypes.DWORD)]:
        # what belongs to the system or to somebody else is not told, and is none of these
        if number != os.getpid() and (handle := kernel.OpenProcess(_QUERY, False, number)):
            held, size = wintypes.HANDLE(handle), wintypes.DWORD(_LONGEST)
            told = kernel.QueryFullProcessImageNameW(held, 0, path, ctypes.byref(size))
            kernel.CloseHandle(held)
            if told and root.resolve() in Path(path.value).resolve().parents:
                yield Path(path.value)


def remove_entries(root: Path) -> list[Path]:
    """Remove what :func:`make_entries` made, and return the links that stay. Raises OSError."""
    left = []
    for link in _links():
        try:
            link.unlink(missing_ok=True)
        except OSError:
            left.append(link)
    _change_path(root / BIN, add=False)
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _APPS)
    return left


def remove_later(root: Path, mark: Path) -> None:
    """Let the system remove a folder when this process, which runs from there, has ended.

    It goes on as long as ``mark`` is there, and removes that at the end. Raises OSError.
    """
    import subprocess
    import tempfile

    # each round waits a second; what another window still runs stays
    once = f'ping -n 2 127.0.0.1 >nul & rmdir /s /q "{root}"'
    again = f'(for /l %i in (1,1,20) do if exist "{mark}" if exist "{root}" ({once})) & del /q "{mark}"'
    subprocess.Popen(
        f'cmd.exe /d /s /c "{again}"',
        cwd=tempfile.gettempdir(),
        creationflags=subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _change_path(folder: Path, *, add: bool) -> None:
    """Put a folder on the user's own PATH, or take it off, and let open programs know."""
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _ENVIRONMENT) as key:
        try:
            before, kind = winreg.QueryValueEx(key, "Path")
        except OSError:
            before, kind = "", winreg.REG_EXPAND_SZ
    parts = [part for part in before.split(";") if part and part.casefold() != str(folder).casefold()]
    after = ";".join([*parts, str(folder)] if add else parts)
    if after == before:
        return
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _ENVIRONMENT) as key:
        if after:
            winreg.SetValueEx(key, "Path", 0, kind, after)
        else:
            # as it was where the user had none
            winreg.DeleteValue(key, "Path")
    # HWND_BROADCAST, WM_SETTINGCHANGE, SMTO_ABORTIFHUNG: new windows of Explorer take the new PATH
    ctypes.WinDLL("user32").SendMessageTimeoutW(0xFFFF, 0x001A, 0, _ENVIRONMENT, 2, 1000, None)


def _write_link(path: Path, target: Path, folder: Path) -> None:
    """Write a link (IShellLinkW, IPersistFile). Raises OSError."""
    com = ctypes.OleDLL("ole32")
    com.CoInitialize(None)
    link = ctypes.c_void_p()
    made = (_id(_SHELL_LINK), None, 1, _id(_I_SHELL_LINK), ctypes.byref(link))
    com.CoCreateInstance(*made)
    try:
        _call(link, _SET_PATH, str(target))
        _call(link, _SET_WORKING, str(folder))
        file = ctypes.c_void_p()
        _call(link, 0, _id(_I_PERSIST_FILE), ctypes.byref(file))
        try:
            _call(file, _SAVE, str(path), True)
        finally:
            _call(file, _RELEASE)
    finally:
        _call(link, _RELEASE)


def _id(text: str) -> Any:
    return ctypes.create_string_buffer(uuid.UUID(text).bytes_le, 16)


def _call(of: ctypes.c_void_p, number: int, *given: Any) -> None:
    """Call a method by its number. Raises OSError where it answers that it failed."""
    kinds = {str: ctypes.c_wchar_p, bool: wintypes.BOOL}
    arguments = [kinds.get(type(argument), ctypes.c_void_p) for argument in given]
    methods = ctypes.cast(
        ctypes.cast(of, ctypes.POINTER(ctypes.c_void_p))[0], ctypes.POINTER(ctypes.c_void_p)
    )
    answer = ctypes.c_ulong if number == _RELEASE else ctypes.HRESULT
    ctypes.WINFUNCTYPE(answer, ctypes.c_void_p, *arguments)(methods[number])(of, *given)
