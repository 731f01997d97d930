"""The machines that a bundle is made for."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from packaging import tags

PYTHONS: Final = ((3, 10), (3, 11), (3, 12), (3, 13), (3, 14))
_MANYLINUX: Final = ("manylinux_2_17", "manylinux2014", "manylinux_2_12", "manylinux2010", "manylinux_2_5")
_NEWER_MANYLINUX: Final = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_24")


class Machine(NamedTuple):
    """An operating system and a processor, under the names that ``start.py`` finds at the other end."""

    system: str
    processor: str
    newer_glibc: bool = False
    """Whether on Linux glibc 2.28 is there, as libraries of headquarters need it, and not only 2.17."""

    @property
    def name(self) -> str:
        """The name in the names of files."""
        systems = {"linux": "linux", "darwin": "macos", "win32": "windows"}
        return f"{systems[self.system]}-{self.processor}"

    @property
    def glibc(self) -> str:
        """The oldest glibc that the wheels run on; "" where there is none."""
        return "" if self.system != "linux" else "2.28" if self.newer_glibc else "2.17"

    @property
    def platforms(self) -> list[str]:
        """The platform tags of wheels that run there, the nearest first: glibc, macOS 11, Windows."""
        if self.system == "linux":
            processor = {"arm64": "aarch64"}.get(self.processor, self.processor)
            manylinux = [*(_NEWER_MANYLINUX if self.newer_glibc else ()), *_MANYLINUX]
            return [f"{tag}_{processor}" for tag in manylinux]
        if self.system == "darwin":
            return list(tags.mac_platforms((11, 0), self.processor))
        return ["win_amd64"]


class Target(NamedTuple):
    """A machine with a version of Python."""

    machine: Machine
    python: tuple[int, int]

    @property
    def key(self) -> str:
        """By what ``start.py`` finds its part in the manifest."""
        return f"{self.machine.system}-{self.machine.processor}-{self.python[0]}.{self.python[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """What the markers of a lock file are asked about."""
        version = ".".join(map(str, self.python))
        machine = {("linux", "arm64"): "aarch64", ("win32", "x86_64"): "AMD64"}
        return {
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "python_version": version,
            "python_full_version": f"{version}.0",
            "sys_platform": self.machine.system,
            "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[
                self.machine.system
            ],
            "platform_machine": machine.get(
                (self.machine.system, self.machine.processor), self.machine.processor
            ),
            "os_name": "nt" if self.machine.system == "win32" else "posix",
            "extra": "",
        }

    def tags(self) -> Iterator[tags.Tag]:
        """The tags of wheels that run there, the best first."""
        platforms = self.machine.platforms
        yield from tags.cpython_tags(self.python, platforms=platforms)
        yield from tags.compatible_tags(self.python, f"cp{self.python[0]}{self.python[1]}", platforms)


MACHINES: Final = (
    Machine("linux", "x86_64"),
    Machine("linux", "arm64"),
    Machine("darwin", "arm64"),
    Machine("win32", "x86_64"),
)
"""Macs with Intel processors are not among them: cffi has no wheels for them any more."""

TARGETS: Final = tuple(Target(machine, python) for machine in MACHINES for python in PYTHONS)


FOR_HEADQUARTERS: Final = tuple(
    Target(Machine("linux", "x86_64", newer_glibc=True), python) for python in PYTHONS
)
"""Headquarters' bundle; the other is the folder for Windows."""


def this_target() -> Target:
    """The machine and the Python that run now; KeyError where no bundle is made for them."""
    processor = {"aarch64": "arm64", "amd64": "x86_64"}.get(platform.machine().lower(), platform.machine())
    target = Target(Machine(sys.platform, processor), sys.version_info[:2])
    if target not in TARGETS:
        raise KeyError(target.key)
    return target
