"""How this Terren was installed, and how another version is put beside it and takes its place.

An installation is a folder with ``versions``, a folder a version, and a pointer, the file ``current``: it
names what starts, below the folder. ``terren.pyz`` is its own pointer, beside a folder of its versions.
What removes an installation is sync.update.removal.
"""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from store.db import system
from store.db.durable import fsync_file, temporary_beside, translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.system import replace as replace_file
from store.db.system import sync_folder
from sync.update.bundle import PYZ, parse_mark, unpack
from sync.update.running import run
from sync.update.whole import MARK, broken_in

POINTER: Final = "current"
VERSIONS: Final = "versions"
WORK: Final = ".update-"
"""How a folder begins in which an installation or an update is made."""
LOCK: Final = ".lock"


def machine() -> str:
    """The system and the processor in the names of bundles: ``linux-x86_64``, ``windows-x86_64``."""
    system_name = {"linux": "linux", "darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    processor = platform.machine().lower()
    return f"{system_name}-{ {'amd64': 'x86_64', 'aarch64': 'arm64'}.get(processor, processor) }"


@contextmanager
def working_in(root: Path) -> Iterator[Path]:
    """A folder for what is on its way, on the disk of the installation; what was left there goes.

    Meanwhile whoever else installs or updates there waits. Raises UserError as the disk says.
    """
    with ExitStack() as alone:
        with translate_os_errors(root / WORK):
            root.mkdir(parents=True, exist_ok=True)
            alone.enter_context(system.locked(_lock(root)))
            # who was waited for has removed what was made for nothing
            root.mkdir(exist_ok=True)
            for left in root.glob(f"{WORK}*"):
                shutil.rmtree(left, ignore_errors=True)
            work = Path(tempfile.mkdtemp(prefix=WORK, dir=root))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
            with suppress(OSError):
                if {path.name for path in root.iterdir()} <= {LOCK}:
                    # made for nothing
                    (root / LOCK).unlink(missing_ok=True)
                    root.rmdir()


def _lock(root: Path) -> Path:
    """Return what is locked by who changes an installation; ``install.sh`` locks the same file.

    Windows removes no folder in which a file is open: there one lies elsewhere, for all of this user.
    """
    return Path(tempfile.gettempdir(), "terren-install.lock") if sys.platform == "win32" else root / LOCK


class Installation:
    """An installation that can be updated. ``kind`` is the kind of bundle that fits it.

    Programs are named by their path below ``root``; ``running`` is the one that starts now.
    """

    kind: str

    def __init__(self, root: Path, running: str) -> None:
        self.root, self.running = root, running

    def command(self, program: str) -> list[str]:
        """Return what starts a program."""
        return [str(self.root / program)]

    def install(self, bundle: Path, version: str, work: Path) -> str:
        """Put a checked bundle beside what is installed, and name its program; ``work`` is for files on the
        way. Raises UserError as the bundle or the disk says, or ``update_failed``."""
        raise NotImplementedError

    def switch(self, program: str) -> None:
        """Let another program start from now on, in one step. Raises UserError as the disk says."""
        write_durably(self.root / POINTER, f"{program}\n".encode(), replace=True)

    def keep(self, programs: set[str]) -> None:
        """Remove all versions but those of these programs; what another program has open stays."""
        self.keep_versions(
            {Path(program).parts[1] for program in programs if Path(program).parts[0] == VERSIONS}
        )

    def versions(self) -> set[str]:
        """The names of the versions that lie beside."""
        return {path.name for path in (self.root / VERSIONS).glob("*")}

    def keep_versions(self, names: set[str]) -> None:
        """Remove all versions but these; what another program has open stays."""
        for name in self.versions() - names:
            shutil.rmtree(self.root / VERSIONS / name, ignore_errors=True)
        with suppress(OSError):
            # empty
            (self.root / VERSIONS).rmdir()

    def folder(self, version: str) -> str:
        """Return where a version lies."""
        return f"{VERSIONS}/{version}"

    def place(self, made: Path, version: str) -> None:
        """Give a folder that is whole the name of its version; what was broken off there goes."""
        target = self.root / self.folder(version)
        aside = target.with_name(f".{version}.old")
        with translate_os_errors(target):
            target.parent.mkdir(exist_ok=True)
            if target.exists():
                shutil.rmtree(aside, ignore_errors=True)
                try:
                    # whole or not at all: on Windows a program that runs holds what it has loaded
                    system.patiently(lambda: target.rename(aside))
                except PermissionError as error:
                    raise UserError("file_in_use", file=str(target)) from error
            system.patiently(lambda: made.rename(target))
            sync_folder(target.parent)
        shutil.rmtree(aside, ignore_errors=True)


class Pyz(Installation):
    """``terren.pyz``: the file that a person starts is the current version, a copy of each lies beside."""

    kind = PYZ

    def __init__(self, file: Path, version: str) -> None:
        super().__init__(file.with_name(f"{file.stem}-program"), f"{self.folder(version)}/{file.name}")
        self.file, self.version = file, version

    def command(self, program: str) -> list[str]:
        """The Python that runs now starts the file."""
        return [sys.executable, str(self.root / program)]

    def install(self, bundle: Path, version: str, work: Path) -> str:
        """Keep the file, and before it the one that runs."""
        for source, of in ((self.file, self.version), (bundle, version)):
            made = work / of
            with translate_os_errors(made):
                made.mkdir()
                shutil.copyfile(source, made / self.file.name)
                fsync_file(made / self.file.name)
            self.place(made, of)
        return f"{self.folder(version)}/{self.file.name}"

    def switch(self, program: str) -> None:
        """The file takes the place of the one that a person starts."""
        with translate_os_errors(self.file), temporary_beside(self.file) as temporary:
            shutil.copyfile(self.root / program, temporary)
            shutil.copymode(self.file, temporary)
            fsync_file(temporary)
            replace_file(temporary, self.file)
            sync_folder(self.file.parent)


class Installed(Installation):
    """What ``install.sh`` made: an environment a version; a launcher reads the pointer."""

    def __init__(self, root: Path, version: str) -> None:
        super().__init__(root, self._program(version))
        self.kind = _marked(root / self.folder(version)) or machine()

    def _program(self, version: str) -> str:
        return f"{self.folder(version)}/bin/terren"

    def install(self, bundle: Path, version: str, work: Path) -> str:
        """Unpack, and let the installer in it make the environment, which alone knows how."""
        unpack(bundle, work)
        installer = next(work.glob("*/install.sh"), None)
        if installer is None:
            raise UserError("bundle_unreadable", file=str(bundle), detail="install.sh")
        # the environment that runs now cannot make others of which it is no part
        python = {"PYTHON": getattr(sys, "_base_executable", sys.executable)}
        run(["sh", str(installer)], env={**python, "TERREN_BESIDE": str(self.root)})
        return self._program(version)


class Carried(Installation):
    """The folder for Windows: each version has CPython's own embeddable package, which starts Terren."""

    def __init__(self, root: Path, version: str) -> None:
        super().__init__(root, self.program(version))
        # not what the processor says of itself: one of ARM runs this as well
        self.kind = _marked(root / self.folder(version)) or machine()

    def program(self, version: str) -> str:
        """The Python of a version."""
        return f"{self.folder(version)}/python.exe"

    def command(self, program: str) -> list[str]:
        """The Python of a version finds Terren beside it, and nothing else."""
        return [str(self.root / program), "-m", "terren"]

    def install(self, bundle: Path, version: str, work: Path) -> str:
        """Unpack, and take the folder of the version."""
        unpack(bundle, work)
        program = next(work.glob(f"*/{self.program(version)}"), None)
        if program is None:
            raise UserError("bundle_unreadable", file=str(bundle), detail=self.program(version))
        self.place(_whole(program.parent, bundle), version)
        return self.program(version)

    def switch(self, program: str) -> None:
        """The list of apps says the same."""
        super().switch(program)
        if sys.platform == "win32":
            from sync.update import desktop

            # what starts is settled
            with suppress(OSError):
                desktop.tell_version(self.root, Path(program).parts[1])


class Frozen(Installation):
    """A folder with its own Python, whose program reads the pointer beside it."""

    kind = f"{machine()}-program"

    def install(self, bundle: Path, version: str, work: Path) -> str:
        """Unpack."""
        unpack(bundle, work / "made")
        _whole(work / "made" / "terren", bundle)
        self.place(work / "made", version)
        return f"{self.folder(version)}/terren/{Path(sys.executable).name}"


def _whole(folder: Path, bundle: Path) -> Path:
    """A folder that was unpacked: a disk that fails gives back something else than was written.

    Raises UserError ``bundle_unreadable``.
    """
    broken = broken_in(folder)
    if broken is not None:
        raise UserError("bundle_unreadable", file=str(bundle), detail=broken)
    return folder


def _marked(folder: Path) -> str | None:
    """The kind that a version says it is, if it does."""
    with suppress(OSError, ValueError):
        return parse_mark((folder / MARK).read_bytes()).kind
    return None


def find_installation(version: str) -> Installation:
    """Return how the Terren of this version that runs now was installed.

    Raises UserError ``update_by_hand`` where it is no bundle's: a checkout, or what pip has installed.
    """
    main = Path(getattr(sys.modules["__main__"], "__file__", None) or "")
    if getattr(sys, "frozen", False):
        own = Path(sys.executable).resolve()
        is_beside = own.parent.parent.parent.name == VERSIONS
        root = own.parents[3] if is_beside else own.parent
        return Frozen(root, own.relative_to(root).as_posix())
    if main.name == "__main__.py" and main.parent.is_file():
        return Pyz(main.parent.absolute(), version)
    own = Path(sys.prefix)
    if own.parent.name == VERSIONS and (own.parents[1] / POINTER).is_file():
        return (Carried if system.WINDOWS else Installed)(own.parents[1], own.name)
    raise UserError("update_by_hand", folder=str(Path(sys.prefix)))
