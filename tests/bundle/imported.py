"""Which libraries the programs of an archive for Windows ask the system for.

wine brings some that Windows has not, such as ``msvcp140.dll``: what runs there may start on no new
laptop.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

OF_WINDOWS: Final = (".exe", ".dll", ".pyd")
_SYSTEM: Final = re.compile(
    r"api-ms-win-.+|(advapi32|bcrypt|bcryptprimitives|crypt32|gdi32|iphlpapi|kernel32|ntdll|ole32|oleaut32|propsys"
    r"|psapi|rpcrt4|secur32|shell32|user32|userenv|version|ws2_32)\.dll"
)
"""What every Windows since 10 has."""
_DIRECTORIES, _SECTION = 24 + 112, 40
"""Where in its header a program of 64 bits has its tables; and how long a section's entry is."""
_IMPORTED, _LATER = (1, 20, 12), (13, 32, 4)
"""The number of a table, the size of an entry, and where that has a name: loaded at once, or when used."""


def foreign_libraries(path: Path) -> list[str]:
    """The libraries that neither the archive nor Windows has, each with what asks for it."""
    with zipfile.ZipFile(path) as archive:
        programs = [name for name in archive.namelist() if name.endswith(OF_WINDOWS)]
        beside = {name.rpartition("/")[2].casefold() for name in programs}
        return [
            f"{library} ({name})"
            for name in programs
            for library in imported(archive.read(name))
            if not (library in beside or _SYSTEM.fullmatch(library))
        ]


def imported(program: bytes) -> Iterator[str]:
    """The names of the libraries that a program of 64 bits asks for, in small letters."""
    (header,) = struct.unpack_from("<I", program, 0x3C)
    (sections,) = struct.unpack_from("<H", program, header + 6)
    (optional,) = struct.unpack_from("<H", program, header + 20)
    first = header + 24 + optional
    places = [struct.unpack_from("<4I", program, first + n * _SECTION + 8) for n in range(sections)]

    def at(address: int) -> int:
        for size, start, held, raw in places:
            if start <= address < start + max(size, held):
                return address - int(start) + int(raw)
        raise ValueError(address)

    for number, size, named in (_IMPORTED, _LATER):
        (table,) = struct.unpack_from("<I", program, header + _DIRECTORIES + 8 * number)
        entry = at(table) if table else None
        while entry is not None and (address := struct.unpack_from("<I", program, entry + named)[0]):
            name = at(address)
            yield program[name : program.index(b"\0", name)].decode().casefold()
            entry += size
