"""Whether an archive is nothing but its parts: what lies beside them another program may read."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import Final

_DESCRIBED: Final = 0x08
_DESCRIPTOR: Final = 16
"""Bytes behind a part of which this bit says that its sizes stand there; LibreOffice writes them so."""


_FLAGS: Final = 0x80E
"""How well a part is packed, where its sizes stand, and that its name is in UTF-8; no encryption."""
_KINDS: Final = (0, stat.S_IFREG)
_ATTRIBUTES: Final = 0xA1
"""What Windows says of a file: to be kept, read only, or nothing; of none that is a folder, or hidden."""


def odd_parts(data: bytes) -> list[str]:
    """Return the parts of an archive that another program does not unpack as files that can be read.

    Links, devices, folders, and parts that are encrypted, or that say in front of themselves that they are
    packed in another way than is listed.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [info.filename for info in archive.infolist() if _is_odd(info, data)]


def _is_odd(info: zipfile.ZipInfo, data: bytes) -> bool:
    mode, attributes = info.external_attr >> 16, info.external_attr & 0xFFFF
    own = struct.unpack_from("<HH", data, info.header_offset + 6)
    is_file = stat.S_IFMT(mode) in _KINDS and not attributes & ~_ATTRIBUTES
    is_readable = not mode or bool(mode & stat.S_IRUSR)
    is_packed_as_listed = own == (info.flag_bits, info.compress_type) and not info.flag_bits & ~_FLAGS
    return not (is_file and is_readable and is_packed_as_listed)


def is_bare(data: bytes) -> bool:
    """Return True if an archive holds its parts, each once, and nothing before, between or behind them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        sizes = [len(info.orig_filename.encode("utf-8")) for info in infos]
        plain = not archive.comment and all(
            info.filename == info.orig_filename and not info.extra and not info.comment for info in infos
        )
        begin = sum(
            30 + size + info.compress_size + (_DESCRIPTOR if info.flag_bits & _DESCRIBED else 0)
            for info, size in zip(infos, sizes, strict=True)
        )
        end = archive.start_dir + sum(46 + size for size in sizes) + 22
        once = len({info.filename.casefold() for info in infos}) == len(infos)
        return plain and once and begin == archive.start_dir and end == len(data)
