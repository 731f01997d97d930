"""Archives that are the same bytes whenever they are made."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from sync.update.whole import LIST, MARK

_PACKED: Final = "8fae74ffbe97cec1e85cd8ff6f49f34ad27a50a8f4864b3860575dc8ec0a3c77"
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def packs_as_others() -> bool:
    """Return True if this zlib makes the bytes that most do; zlib-ng, in its place, makes others."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    sample = b"".join(b"%d;%x\n" % (number * number, number) for number in range(20000))
    return sha256(packer.compress(sample) + packer.flush()).hexdigest() == _PACKED


def add(
    archive: zipfile.ZipFile, name: str, data: bytes, *, packed: bool = False, executable: bool = False
) -> None:
    """Add a file; one that is ``packed`` already is not compressed once more."""
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.create_system, entry.external_attr = 3, (0o755 if executable else 0o644) << 16
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def named(version: str, machine: str, *, hq: bool) -> tuple[str, str]:
    """The name of a bundle for a machine without its ending, and its kind; ``hq`` for headquarters' one."""
    return (
        (f"terren-hq-{version}-{machine}", f"{machine}-hq")
        if hq
        else (f"terren-{version}-{machine}", machine)
    )


def mark(version: str, kind: str, **more: str) -> bytes:
    """Return what a bundle says of itself: its version, and for which kind of installation it is."""
    return json.dumps({"version": version, "kind": kind, **more}).encode() + b"\n"


def listed(files: Mapping[str, bytes], version: str, kind: str) -> dict[str, bytes]:
    """Files by name, with a list of them and of their hashes, and the mark, which has that of the list."""
    lines = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
    return {**files, LIST: lines, MARK: mark(version, kind, files=sha256(lines).hexdigest())}
