"""What ``terren.pyz`` runs first: it unpacks once what this computer needs, and starts Terren from there.

It has nothing but the standard library, loads little of that once all is unpacked, and has no syntax that
Python 3.6 would not read.
"""

import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES

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
}
"""In three languages each: which one is spoken is settled in a database that is not open yet."""
KEPT = 2
"""Unpacked versions that stay: the one that starts, and the one before, which may still be running."""


class Unfit(Exception):
    """This computer cannot run the file; one of SAID."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.lines = [text.format(**params) for text in SAID[code]]


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
    """Where unpacked versions lie: the user's own folder for what can be made again."""
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
    known = sorted({one.rpartition("-")[0] for one in manifest})
    if machine in known:
        raise Unfit("python", found=version)
    raise Unfit("machine", found=machine, known=", ".join(known))


def unpack(path: str, target: str, own: str) -> None:
    """Unpack into the folder ``target`` what this computer needs: whole or not at all."""
    import io
    import json
    import shutil
    import tempfile
    import zipfile

    base = os.path.dirname(target)
    with zipfile.ZipFile(path) as archive:
        names = wheels(json.loads(archive.read("manifest.json").decode()), own)
        try:
            os.makedirs(base, mode=0o700, exist_ok=True)
            partial = tempfile.mkdtemp(prefix=".partial-", dir=base)
            try:
                for name in names:
                    with zipfile.ZipFile(io.BytesIO(archive.read("wheels/" + name))) as wheel:
                        wheel.extractall(partial)
                # whoever was quicker has unpacked the same
                if not os.path.isdir(target):
                    os.rename(partial, target)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
        except OSError as error:
            if not os.path.isdir(target):
                raise Unfit("folder", found=base, detail=error.strerror or str(error)) from error
    found = [os.path.join(base, name) for name in os.listdir(base) if not name.startswith(".")]
    for old in sorted(found, key=os.path.getmtime, reverse=True)[KEPT:]:
        # what another program has open stays, on Windows
        shutil.rmtree(old, ignore_errors=True)


def prepared(path: str) -> str:
    """The folder with all that is imported, unpacked now where it is not there yet. Raises Unfit."""
    own = key()
    target = os.path.join(folder(), PROGRAM + "-" + own)
    if not os.path.isdir(target):
        unpack(path, target, own)
    return target


def main() -> None:
    """Start Terren, or say why this computer cannot."""
    try:
        found = prepared(sys.path[0])
    except Unfit as unfit:
        sys.stderr.buffer.write("\n".join([*unfit.lines, ""]).encode("utf-8"))
        sys.exit(1)
    sys.path[0] = found
    from terren.__main__ import main as start

    start()


if __name__ == "__main__":
    main()
