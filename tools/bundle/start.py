"""What ``terren.pyz`` runs first: it unpacks once what this computer needs, and starts Terren from there.

It has nothing but the standard library, loads little of that once all is unpacked, and has no syntax that
Python 3.6 would not read.
"""

import marshal
import os
import sys
from _thread import get_ident
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterable
    from types import ModuleType
    from typing import Any

PROGRAM = ""
"""The version and the digest of all that is in the file; written here when it is made."""
SAID = {
    "python": (
        "Terren needs Python 3.10 to 3.14 (CPython); this is {found}.",
        "Terren kërkon Python 3.10 deri në 3.14 (CPython); ky është {found}.",
        "Terren zahteva Python od 3.10 do 3.14 (CPython); ovo je {found}.",
    ),
    "machine": (
        "This file has no parts for this computer ({found}). It is for: {known}.",
        "Ky skedar nuk ka pjesë për këtë kompjuter ({found}). Është për: {known}.",
        "Ova datoteka nema delove za ovaj računar ({found}). Namenjena je za: {known}.",
    ),
    "folder": (
        "Terren could not be unpacked into {found}: {detail}",
        "Terren nuk mund të shpaketohej në {found}: {detail}",
        "Terren se ne može raspakovati u {found}: {detail}",
    ),
    "damaged": (
        "{found} is damaged ({detail}). Copy it again from where you got it.",
        "{found} është i dëmtuar ({detail}). Kopjojeni përsëri nga vendi ku e morët.",
        "{found} je oštećena ({detail}). Ponovo je kopirajte odande odakle ste je uzeli.",
    ),
}
"""In three languages each: which one is spoken is settled in a database that is not open yet."""
CODE, REST, WHEELS = "code", "rest", "wheels.zip"
"""Files of an unpacked version: what the first content needs, compiled; the wheel, the file and the size of
every module; and the wheels."""
READER = "--read-a-document"
"""As store.db.apart.READ."""
UNPACKED = ""
"""The folder from which Terren was started; it starts as this file does, and reads documents."""
KEPT = 2
"""Unpacked versions that stay: the one that starts, and the one before, which may still be running."""


class Unfit(Exception):
    """This computer cannot run the file; one of SAID."""

    def __init__(self, code: str, **params: str) -> None:
        self.lines = [text.format(**params) for text in SAID[code]]
        super().__init__("\n".join(self.lines))


def key() -> str:
    """By what the manifest knows this computer and its Python: ``linux-x86_64-3.11``."""
    built = EXTENSION_SUFFIXES[0]
    version = "{}.{}".format(*sys.version_info[:2])
    if sys.version_info < (3, 10) or sys.implementation.name != "cpython" or "t-" in built:
        raise Unfit("python", found=sys.version.replace("\n", " "))
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(machine.lower(), machine.lower())
    system = "musl" if "musl" in built else sys.platform
    return "-".join((system, machine, version))


def folder() -> str:
    """Return where unpacked versions lie: the user's own folder for what can be made again."""
    home = os.path.expanduser("~")
    if os.environ.get("TERREN_HOME"):
        base = os.path.expanduser(os.environ["TERREN_HOME"])
    elif sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "terren-program")


def wheels(manifest: "dict[str, list[str]]", own: str) -> "list[str]":
    """The names of the wheels for this computer."""
    if own in manifest:
        return manifest[own]
    machine, _, version = own.rpartition("-")
    machines = sorted({wanted_key.rpartition("-")[0] for wanted_key in manifest})
    if machine in machines:
        raise Unfit("python", found=version)
    raise Unfit("machine", found=machine, known=", ".join(machines))


def extract(archive: "zipfile.ZipFile", names: "Iterable[str]", folder: str) -> None:
    """Write files of an archive; ``extractall`` takes twice as long."""
    made = set()
    for name in names:
        path = os.path.join(folder, name)
        inside = os.path.dirname(path)
        if inside not in made:
            os.makedirs(inside, exist_ok=True)
            made.add(inside)
        with open(path, "wb", buffering=0) as file:
            file.write(archive.read(name))


def whole(target: str, fill: "Callable[[str], None]") -> None:
    """Let ``fill`` fill a new folder, which is there whole or not at all. Raises Unfit."""
    import shutil
    import tempfile

    if os.path.isdir(target):
        return
    base = os.path.dirname(target)
    try:
        os.makedirs(base, mode=0o700, exist_ok=True)
        partial = tempfile.mkdtemp(prefix=".partial-", dir=base)
        try:
            fill(partial)
            # whoever was quicker has unpacked the same
            if not os.path.isdir(target):
                os.rename(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        if not os.path.isdir(target):
            raise Unfit("folder", found=base, detail=error.strerror or str(error)) from error


def unpack(path: str, target: str, own: str) -> None:
    """Unpack what the first content needs, and keep the wheels beside it as they are: a stick is pulled, and
    ``terren update`` replaces the file while it runs."""
    import io
    import json
    import shutil
    import zipfile

    with zipfile.ZipFile(path) as archive:
        names = wheels(json.loads(archive.read("manifest.json").decode()), own)

        def fill(folder: str) -> None:
            source, beside = marshal.loads(archive.read("first/data"))
            with zipfile.ZipFile(io.BytesIO(archive.read("wheels/" + source))) as data:
                extract(data, beside, folder)
            with open(os.path.join(folder, CODE), "wb") as file:
                file.write(archive.read("first/code-{}.{}".format(*sys.version_info)))
            with open(os.path.join(folder, "__main__.py"), "wb") as file:
                file.write(archive.read("__main__.py"))
            modules = marshal.loads(archive.read("first/modules"))
            with open(os.path.join(folder, REST), "wb") as file:
                marshal.dump({name: place for wheel in names for name, place in modules[wheel].items()}, file)
            with zipfile.ZipFile(os.path.join(folder, WHEELS), "w") as kept:
                for name in names:
                    kept.writestr(name, archive.read("wheels/" + name))

        whole(target, fill)
    base = os.path.dirname(target)
    versions = [os.path.join(base, name) for name in os.listdir(base) if not name.startswith(".")]
    for old in sorted(versions, key=os.path.getmtime, reverse=True)[KEPT:]:
        # what another program has open stays, on Windows
        shutil.rmtree(old, ignore_errors=True)


class Modules:
    """Imports what the first content needs from one file; another module is unpacked when it is asked for."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.opened: dict[str, zipfile.ZipFile] = {}
        with open(os.path.join(folder, CODE), "rb") as file:
            self.code = marshal.load(file)
        with open(os.path.join(folder, REST), "rb") as file:
            self.rest = marshal.load(file)

    def find_spec(
        self, name: str, path: "Iterable[str] | None" = None, target: object = None
    ) -> "ModuleSpec | None":
        """Find a module; what it reads beside it is unpacked.

        Raises UserError, or Unfit, as the disk says.
        """
        if name in self.code:
            inside = self.code[name][0]
        elif name in self.rest:
            wheel, inside, size = self.rest[name]
            if not self.has(inside, size):
                self.unpack(wheel, inside)
        else:
            return None
        origin = self.path(inside)
        if name in self.code:
            loader: Any = self
        else:
            loader = (SourceFileLoader if inside.endswith(".py") else ExtensionFileLoader)(name, origin)
        spec = ModuleSpec(name, loader, origin=origin, is_package=inside.endswith("/__init__.py"))
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(origin))
        return spec

    def create_module(self, spec: "ModuleSpec") -> None:
        """As usual."""

    def exec_module(self, module: "ModuleType") -> None:
        """Run the code."""
        exec(marshal.loads(self.code[module.__name__][1]), module.__dict__)

    def path(self, inside: str) -> str:
        """Return where a file of a wheel lies."""
        return os.path.join(self.folder, *inside.split("/"))

    def has(self, inside: str, size: int) -> bool:
        """Return True if a file is there whole."""
        try:
            return os.stat(self.path(inside)).st_size == size
        except FileNotFoundError:
            return False

    def unpack(self, wheel: str, inside: str) -> None:
        """Unpack a module. Raises UserError as the disk says; Unfit where Terren has not begun yet."""
        try:
            self.write(self.wheel(wheel), inside)
        except OSError as error:
            durable = sys.modules.get("store.db.durable")
            if durable is None:
                raise Unfit("folder", found=self.folder, detail=error.strerror or str(error)) from error
            from pathlib import Path

            with durable.translate_os_errors(Path(self.path(inside))):
                raise

    def wheel(self, name: str) -> "zipfile.ZipFile":
        """A wheel. When it is opened, all of it that is no module is unpacked."""
        import io
        import zipfile

        if name not in self.opened:
            with zipfile.ZipFile(os.path.join(self.folder, WHEELS)) as kept:
                archive = zipfile.ZipFile(io.BytesIO(kept.read(name)))
            modules = {inside for _, inside, _ in self.rest.values()}
            for entry in archive.infolist():
                inside = entry.filename
                if (
                    inside not in modules
                    and not inside.endswith("/")
                    and not self.has(inside, entry.file_size)
                ):
                    self.write(archive, inside)
            self.opened[name] = archive
        return self.opened[name]

    def write(self, archive: "zipfile.ZipFile", inside: str) -> None:
        """Write a file, which another start may do at the same moment."""
        path = self.path(inside)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        partial = f"{path}.{os.getpid()}-{get_ident()}"
        with open(partial, "wb", buffering=0) as file:
            file.write(archive.read(inside))
        try:
            os.replace(partial, path)
        except PermissionError:
            # on Windows the one that was quicker has it open
            os.unlink(partial)


def prepared(path: str) -> Modules:
    """The modules of this version, unpacked now where they are not there yet. Raises Unfit."""
    own = key()
    target = os.path.join(folder(), PROGRAM + "-" + own)
    if os.path.isdir(target):
        try:
            return Modules(target)
        except (EOFError, OSError, TypeError, ValueError):
            # the power went before the disk had all
            import shutil

            shutil.rmtree(target, ignore_errors=True)
    import struct
    import zipfile
    import zlib

    # what reads an archive raises whatever the altered bytes lead to
    wrong = (EOFError, LookupError, RuntimeError, TypeError, ValueError, struct.error, zipfile.BadZipFile)
    try:
        unpack(path, target, own)
    except (*wrong, zlib.error) as error:
        raise Unfit("damaged", found=path, detail=str(error)) from error
    return Modules(target)


def main() -> None:
    """Start Terren, or say why this computer cannot."""
    global UNPACKED
    try:
        modules = prepared(sys.path[0])
        sys.path[0] = UNPACKED = modules.folder
        sys.meta_path.insert(0, modules)
        if sys.argv[1:2] == [READER]:
            from store.db.child import main as start
        else:
            from terren.__main__ import main as start
    except Unfit as unfit:
        sys.stderr.buffer.write("\n".join([*unfit.lines, ""]).encode("utf-8"))
        sys.exit(1)
    start()


if __name__ == "__main__":
    main()
