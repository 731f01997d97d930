"""What differs between operating systems, in one place: Windows refuses, names and loses what others do not.

Tests set :data:`WINDOWS` and let fakes refuse what Windows refuses. Memory of a process stands in
``store.db.child``, since only the reader bounds it.
"""

from __future__ import annotations

import errno
import ntpath
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

WINDOWS = os.name == "nt"
"""Whether this is Windows."""

_CODES: Final = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "folder_read_only",
    errno.EACCES: "folder_read_only",
    errno.EPERM: "folder_read_only",
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
}
_IN_USE: Final = frozenset({32, 33})
"""ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: another program has the file open."""
_WINDOWS_CODES: Final = {
    **dict.fromkeys(_IN_USE, "file_in_use"),
    # the stick is not ready, was pulled, or the share is gone; Python calls the first "permission denied"
    **dict.fromkeys((15, 21, 53, 55, 64, 67, 433, 1167), "folder_missing"),
    # HANDLE_DISK_FULL; DISK_FULL is ENOSPC
    39: "disk_full",
}
PATIENCE: Final = 2.0
"""Seconds for which a file that another program holds is tried again: virus scanners look at each new one."""
_PAUSE: Final = 0.05
_PATIENCE_FOR_LOCKS: Final = 300.0
"""Seconds for which a lock is waited for on Windows: an installation holds one while scanners look at it."""
VERBATIM: Final = "\\\\?\\"
"""What Windows takes a path behind as it is: of any length, and without ``..`` or ``/``."""
_LIMIT: Final = 248
"""Characters at which a path of a folder is too long for Windows; of a file, at 260."""
_BELOW: Final = 160
"""Characters that what Terren makes in a folder adds to its path: a folder, a file and its temporary name."""
_SOON: Final = 1.0


def is_closed_pipe(error: OSError) -> bool:
    """Return True if nobody reads any more what is written; Windows calls it an invalid argument."""
    return isinstance(error, BrokenPipeError) or (
        WINDOWS and error.errno == errno.EINVAL and error.filename is None
    )


def error_code(error: OSError) -> str:
    """Return the code of a refusal that says what the system said."""
    told = getattr(error, "winerror", None)
    if told in _WINDOWS_CODES:
        return _WINDOWS_CODES[told]
    return _CODES.get(error.errno or 0, "write_failed")


ERROR_CODES: Final = frozenset((*_CODES.values(), *_WINDOWS_CODES.values(), "write_failed"))
"""All that :func:`error_code` answers."""


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut, where the system can; NTFS does so by itself."""
    if WINDOWS:
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # a folder that may be written to but not listed cannot be synced
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        # some network and FAT file systems do not sync folders
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Meanwhile every other process waits that locks the same file, which is made and stays. Raises OSError.

    Where the file system has no locks nobody waits.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with suppress(OSError):
            if sys.platform == "win32":
                import msvcrt

                # its own waiting ends after ten seconds, or at once
                until = time.monotonic() + _PATIENCE_FOR_LOCKS
                while time.monotonic() < until:
                    with suppress(OSError):
                        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                        break
                    time.sleep(_PAUSE)
            else:
                import fcntl

                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Return True if another process has locked a file, or this one elsewhere. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def lock_byte(descriptor: int, at: int, *, release: bool = False) -> bool:
    """Lock a byte of an open file, which may be shorter, and return False where another process has it.

    It stays locked until it is released, this process closes any descriptor of that file, or ends, however it
    does. Where the file system has no locks nobody else has it.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, at, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK if release else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.lockf(descriptor, fcntl.LOCK_UN if release else fcntl.LOCK_EX | fcntl.LOCK_NB, 1, at)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN)
    return True


def patiently(action: Callable[[], object]) -> None:
    """Do something with a file, again for PATIENCE seconds where another program on Windows holds it.

    Raises OSError as the last try does.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            action()
        except OSError as error:
            if getattr(error, "winerror", None) not in (*_IN_USE, 5) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def path_of(text: str) -> Path:
    """Return the path that a person names; ``~`` is the home folder."""
    path = Path(text).expanduser()
    return Path(beyond_limit(str(path))) if WINDOWS else path


def beyond_limit(path: str) -> str:
    """A path in the form in which Windows has no limit of 260 characters, where it or what Terren makes below
    it could come near that; a shorter one stays as it is, since people read it."""
    whole = ntpath.abspath(path)
    if len(whole) + _BELOW < _LIMIT or whole.startswith((VERBATIM, "\\\\.\\")):
        return path
    return f"{VERBATIM}UNC{whole[1:]}" if whole.startswith("\\\\") else f"{VERBATIM}{whole}"


def is_within(path: PurePath, folder: PurePath) -> bool:
    """Return True if a whole path lies in a folder, each with or without the form that has no limit."""
    return _as_read(path).is_relative_to(_as_read(folder))


def _as_read(path: PurePath) -> PurePath:
    share = f"{VERBATIM}UNC\\"
    text = str(path)
    if text.startswith(share):
        return type(path)("\\\\" + text.removeprefix(share))
    return type(path)(text.removeprefix(VERBATIM))


def replace(source: Path, target: Path) -> None:
    """Give a file the name of another in one step, also where a program has that one open for a moment.

    Raises OSError.
    """
    patiently(lambda: source.replace(target))


def other_drive(folder: str) -> str | None:
    """Return the same folder under another drive letter, where it is there: a stick's letter changes."""
    if not WINDOWS:
        return None
    drive, rest = ntpath.splitdrive(folder.removeprefix(VERBATIM))
    if len(drive) != 2 or drive[1] != ":" or not rest.strip("\\/"):
        return None
    # A: and B: are floppy drives, which would be waited for
    letters = (letter for letter in "CDEFGHIJKLMNOPQRSTUVWXYZ" if letter != drive[0].upper())
    paths = (f"{letter}:{rest}" for letter in letters)
    return next((other for other in paths if os.path.isdir(beyond_limit(other))), None)  # noqa: PTH112


def split_command(text: str) -> list[str]:
    """Return the words of a command as the system's own shell parts them. Raises ValueError."""
    import shlex

    return shlex.split(text, posix=not WINDOWS)


def takes_escapes(stream: TextIO) -> bool:
    """Return True if a stream is a terminal that places and colours text by escape sequences.

    The old console of Windows has to be asked to; one before Windows 10 refuses.
    """
    if sys.platform != "win32":
        return stream.isatty()
    import ctypes
    import msvcrt
    from ctypes import wintypes

    if not stream.isatty():
        return False
    kernel, mode = ctypes.WinDLL("kernel32"), wintypes.DWORD()
    handle = wintypes.HANDLE(msvcrt.get_osfhandle(stream.fileno()))
    # ENABLE_PROCESSED_OUTPUT, ENABLE_VIRTUAL_TERMINAL_PROCESSING
    return bool(
        kernel.GetConsoleMode(handle, ctypes.byref(mode))
        and kernel.SetConsoleMode(handle, mode.value | 1 | 4)
    )


def command_with(variable: str, value: str, command: str) -> str:
    """Return a line that starts a command with a variable of its own, in any shell of the system."""
    if WINDOWS:
        return f'cmd /c "set {variable}={value}&& {command}"'
    import shlex

    return f"{variable}={shlex.quote(value)} {command}"


def has_windows() -> bool:
    """Return True if programs can open a window here; over a line to another computer, mostly not."""
    return WINDOWS or sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def open_file(file: Path) -> None:
    """Show a file in the program that the system has for its kind, without waiting until that is closed.

    Raises OSError where there is none, or where it soon says that it could not.
    """
    if WINDOWS:
        os.startfile(file)  # type: ignore[attr-defined, unused-ignore]
        return
    import subprocess

    program = "open" if sys.platform == "darwin" else "xdg-open"
    quiet = subprocess.DEVNULL
    shown = subprocess.Popen([program, file], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        failed = shown.wait(timeout=_SOON)
    except subprocess.TimeoutExpired:
        # some stay as long as the window does
        return
    if failed:
        raise OSError(failed, program)
