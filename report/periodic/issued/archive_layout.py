"""Whether an archive is nothing but its parts: what lies beside them another program may read."""

from __future__ import annotations

import io
import zipfile
from typing import Final

_DESCRIBED: Final = 0x08
_DESCRIPTOR: Final = 16
"""Bytes behind a part of which this bit says that its sizes stand there; LibreOffice writes them so."""


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
