"""What Windows refuses, named and overcome here by fakes that refuse it as Windows does."""

from __future__ import annotations

import errno
import ntpath
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from store.db import private, system
from store.db.durable import DISK_CODES, translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.text import file_name_part
from tests.sync.world import installation
from tui.screens import folders

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}


def denied(winerror: int, number: int = errno.EACCES) -> OSError:
    """What Windows raises: its own code beside the one that all systems have."""
    error = OSError(number, "refused")
    error.winerror = winerror  # type: ignore[attr-defined, unused-ignore]
    return error


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(system, "_PAUSE", 0.0)
    monkeypatch.setattr(system, "PATIENCE", 0.02)


def held(times: float, action: Callable[..., None], winerror: int = 32) -> Callable[..., None]:
    """``action``, refused so many times before."""
    left = [times]

    def refused(*given: object, **named: object) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise denied(winerror)
        action(*given, **named)

    return refused


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_scanner_that_looks_at_a_new_file_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    monkeypatch.setattr(system, "PATIENCE", 5.0)
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", held(3, os.replace, winerror))
    write_durably(tmp_path / "a", b"new", replace=True)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.usefixtures("windows")
def test_a_file_that_stays_open_elsewhere_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", held(float("inf"), os.replace))
    with pytest.raises(UserError) as refused:
        write_durably(tmp_path / "a", b"new", replace=True)
    assert (refused.value.code, refused.value.params["file"]) == ("file_in_use", str(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.usefixtures("windows")
def test_a_stick_without_links_takes_a_file_that_is_held_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "PATIENCE", 5.0)
    monkeypatch.setattr(os, "link", held(float("inf"), os.link, 1))
    monkeypatch.setattr(os, "rename", held(2, os.rename))
    write_durably(tmp_path / "a.terren", b"new")
    assert (tmp_path / "a.terren").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("winerror", "number", "code"),
    [
        (21, errno.EACCES, "folder_missing"),  # the stick was pulled
        (1167, errno.EINVAL, "folder_missing"),  # so was its reader
        (53, errno.ENOENT, "folder_missing"),  # the share is gone
        (19, errno.EACCES, "folder_read_only"),  # the little slide on the card
        (39, errno.EACCES, "disk_full"),
        (112, errno.ENOSPC, "disk_full"),
        (32, errno.EACCES, "file_in_use"),
        (23, errno.EACCES, "folder_read_only"),
        (483, errno.EINVAL, "write_failed"),
    ],
)
def test_what_windows_says_is_named(tmp_path: Path, winerror: int, number: int, code: str) -> None:
    with pytest.raises(UserError) as refused, translate_os_errors(tmp_path / "a"):
        raise denied(winerror, number)
    assert refused.value.code == code
    assert code in DISK_CODES


def test_on_other_systems_nothing_is_tried_twice() -> None:
    tries: list[int] = []

    def refused() -> None:
        tries.append(1)
        raise PermissionError(errno.EACCES, "refused")

    with pytest.raises(PermissionError):
        system.patiently(refused)
    assert len(tries) == 1


@pytest.mark.usefixtures("windows")
def test_folders_are_not_opened_to_sync_them_nor_modes_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **_named: object) -> int:
        raise denied(5)

    (tmp_path / "key").touch(0o644)
    monkeypatch.setattr(os, "open", refuse)
    system.sync_folder(tmp_path)
    monkeypatch.setattr(Path, "chmod", refuse)
    private.restrict_permissions([tmp_path / "key"])
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o644


@pytest.mark.usefixtures("windows")
def test_a_stick_under_another_letter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "isdir", lambda name: name == "F:\\exchange\\plan")
    assert system.other_drive("E:\\exchange\\plan") == "F:\\exchange\\plan"
    assert system.other_drive("F:\\exchange\\plan") is None
    assert [system.other_drive(name) for name in ("E:\\", "\\\\server\\share\\plan", "plan")] == [None] * 3
    assert "F:\\exchange\\plan" in folders.why_not("E:\\exchange\\plan")


@pytest.mark.usefixtures("windows")
def test_a_stick_under_another_letter_is_found_where_its_path_is_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = "\\".join(["exchange" * 5] * 7)
    monkeypatch.setattr(os.path, "isdir", lambda name: name == f"{system.VERBATIM}F:\\{path}")
    assert system.other_drive(f"{system.VERBATIM}E:\\{path}") == f"F:\\{path}"


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        ("E:\\LONG", "\\\\?\\E:\\LONG"),
        ("E:/LONG/../plan/LONG", "\\\\?\\E:\\plan\\LONG"),
        ("\\\\server\\share\\LONG", "\\\\?\\UNC\\server\\share\\LONG"),
        ("\\\\?\\E:\\LONG", "\\\\?\\E:\\LONG"),
        ("\\\\.\\LONG", "\\\\.\\LONG"),
        ("E:\\plan", "E:\\plan"),
        ("plan", "plan"),
    ],
)
def test_a_long_path_is_opened_past_the_limit(path: str, opened: str) -> None:
    long = "x" * 240
    assert system.beyond_limit(path.replace("LONG", long)) == opened.replace("LONG", long)


def test_only_windows_has_the_limit() -> None:
    assert system.path_of(f"/{'x' * 300}") == Path(f"/{'x' * 300}")


def test_elsewhere_there_are_no_letters() -> None:
    assert system.WINDOWS is (os.name == "nt")
    assert os.name == "nt" or system.other_drive("E:\\exchange\\plan") is None


def test_a_command_is_parted_as_its_shell_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)
    assert system.split_command("C:\\Tools\\edit.exe /w") == ["C:\\Tools\\edit.exe", "/w"]
    monkeypatch.setattr(system, "WINDOWS", False)
    assert system.split_command("'/opt/my editor' -w") == ["/opt/my editor", "-w"]


@pytest.mark.parametrize(
    "unit", ["17", "MPB", "AUX", "A:B*C?", "a/b\\c", 'x"|<>', "fund.", " nul ", "Ž\x00Ć"]
)
def test_no_part_of_a_name_is_forbidden_on_fat_or_windows(unit: str) -> None:
    part = file_name_part(unit)
    assert not FORBIDDEN.search(part)
    assert not part.endswith((".", " "))


def test_names_of_what_is_written_for_others_are_names_on_windows(tmp_path: Path) -> None:
    from sync.mailbox import exchange_folder

    one = installation(tmp_path / "one")
    one.edit("1.1.1", "percent", 10)
    stick = tmp_path / "stick"
    stick.mkdir()
    exchange_folder(one.store, one.places, stick)
    one.edit("1.1.1", "percent", 20)
    one.export(stick)
    written = [path.name for path in stick.rglob("*")]
    kept = [path.name for folder in (one.places.outbox, one.places.keys) for path in folder.iterdir()]
    assert len(written) == 3
    for name in (*written, *kept):
        assert not FORBIDDEN.search(name), name
        assert ntpath.splitext(name)[0].upper() not in RESERVED
        assert not name.endswith((".", " "))
        assert len(name) < 100
    # a longer name of a unit, and what a temporary database beside is called
    longest = max(len(str(path.relative_to(stick))) for path in stick.rglob("*"))
    assert longest + 40 + len("..12345678.partial-journal") < system._BELOW


@pytest.mark.parametrize(("platform", "program"), [("linux", "xdg-open"), ("darwin", "open")])
def test_a_file_is_shown_by_the_program_of_the_system(
    platform: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    tool = tmp_path / program
    tool.write_text(f'#!/bin/sh\necho "$1" > {told}\ncase "$1" in *.bad) exit 3;; esac\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(system, "WINDOWS", False)
    monkeypatch.setattr(sys, "platform", platform)
    system.open_file(tmp_path / "page.html")
    assert told.read_text() == f"{tmp_path / 'page.html'}\n"
    with pytest.raises(OSError, match=program):
        system.open_file(tmp_path / "page.bad")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(OSError):
        system.open_file(tmp_path / "page.html")


def test_windows_shows_a_file_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(os, "startfile", shown.append, raising=False)
    system.open_file(tmp_path)
    assert shown == [tmp_path]


def test_a_window_opens_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "WINDOWS", False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not system.has_windows()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert system.has_windows()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setattr(system, "WINDOWS", True)
    assert system.has_windows()


def test_a_folder_is_known_in_either_form() -> None:
    stick, share = PureWindowsPath("E:\\exchange"), PureWindowsPath("\\\\server\\share")
    for path, folder in (
        ("\\\\?\\E:\\exchange\\terren", stick),
        ("E:\\exchange\\terren", PureWindowsPath("\\\\?\\E:\\exchange")),
        ("\\\\?\\UNC\\server\\share\\terren", share),
    ):
        assert system.is_within(PureWindowsPath(path), folder)
    assert not system.is_within(PureWindowsPath("\\\\?\\C:\\exchange\\terren"), stick)
