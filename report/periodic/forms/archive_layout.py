"""Whether an archive is nothing but its parts: what lies beside them another program may read."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Sequence
from typing import Final

_DESCRIBED: Final = 0x08
_DESCRIPTOR: Final = 16
"""Bytes behind a part of which this bit says that its sizes stand there; LibreOffice writes them so."""


_FLAGS: Final = 0x80E
"""How well a part is packed, where its sizes stand, and that its name is in UTF-8; no encryption."""
_KINDS: Final = (0, stat.S_IFREG)
_EXTRA: Final = struct.Struct("<HH")
_OF_FILES: Final = (0x000A, 0x5455, 0x5855, 0x7855, 0x7875)
"""What Windows and Unix keep of a file: times, and its owner."""
_ATTRIBUTES: Final = 0xA1
"""What Windows says of a file: to be kept, read only, or nothing; of none that is a folder, or hidden."""


def without_folders(infos: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the entries of an archive without those of folders, empty as they are, in which parts lie."""
    folders = {
        f"{'/'.join(info.filename.split('/')[:depth])}/"
        for info in infos
        for depth in range(1, info.filename.count("/") + 1)
        if not info.is_dir()
    }
    return [
        info
        for info in infos
        if info.filename not in folders
        or info.file_size
        or stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFDIR)
    ]


def odd_parts(data: bytes) -> list[str]:
    """Return the parts of an archive that another program does not unpack as files that can be read.

    Links, devices, folders, and parts that are encrypted, or that say in front of themselves that they are
    packed in another way than is listed.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [info.filename for info in without_folders(archive.infolist()) if _is_odd(info, data)]


def _is_odd(info: zipfile.ZipInfo, data: bytes) -> bool:
    mode, attributes = info.external_attr >> 16, info.external_attr & 0xFFFF
    own = struct.unpack_from("<HH", data, info.header_offset + 6)
    is_file = stat.S_IFMT(mode) in _KINDS and not attributes & ~_ATTRIBUTES
    is_readable = not mode or bool(mode & stat.S_IRUSR)
    is_packed_as_listed = own == (info.flag_bits, info.compress_type) and not info.flag_bits & ~_FLAGS
    return not (is_file and is_readable and is_packed_as_listed)


def _is_of_a_file_system(extra: bytes) -> bool:
    """Return True if a part bears nothing else beside it than when and by whom its file was made."""
    while len(extra) >= _EXTRA.size:
        kind, size = _EXTRA.unpack_from(extra)
        if kind not in _OF_FILES:
            return False
        extra = extra[_EXTRA.size + size :]
    return not extra


def is_bare(data: bytes) -> bool:
    """Return True if an archive holds its parts, each once, and nothing before, between or behind them.

    What archivers note of files, their times and owners, no reader sees.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        sizes = [len(info.orig_filename.encode("utf-8")) for info in infos]
        # in front of a part it may be said at more length than in the list
        noted = [struct.unpack_from("<H", data, info.header_offset + 28)[0] for info in infos]
        plain = not archive.comment and all(
            info.filename == info.orig_filename
            and not info.comment
            and _is_of_a_file_system(info.extra)
            and _is_of_a_file_system(data[(at := info.header_offset + 30 + size) : at + extra])
            for info, size, extra in zip(infos, sizes, noted, strict=True)
        )
        begin = sum(
            30 + size + extra + info.compress_size + (_DESCRIPTOR if info.flag_bits & _DESCRIBED else 0)
            for info, size, extra in zip(infos, sizes, noted, strict=True)
        )
        listed = sum(46 + size + len(info.extra) for info, size in zip(infos, sizes, strict=True))
        end = archive.start_dir + listed + 22
        once = len({info.filename.casefold() for info in infos}) == len(infos)
        return plain and once and begin == archive.start_dir and end == len(data)
