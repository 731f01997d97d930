"""Reads a lock file with hashes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.bundle.targets import Target


class Locked(NamedTuple):
    """One requirement: its line without hashes, and the SHA-256 of each file that may stand for it."""

    requirement: Requirement
    hashes: frozenset[str]

    @property
    def name(self) -> str:
        """The canonical name of the package."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The one version."""
        return next(iter(self.requirement.specifier)).version

    def applies_to(self, target: Target) -> bool:
        """Return True if that machine needs it."""
        marker = self.requirement.marker
        return marker is None or marker.evaluate(target.environment)

    def check(self, path: Path) -> None:
        """Raises OSError where a file has none of the hashes."""
        if sha256(path.read_bytes()).hexdigest() not in self.hashes:
            raise OSError(f"{path} is not what the lock file says")

    def line(self, *, marker: bool = True) -> str:
        """As a lock file has it, on one line."""
        text = str(self.requirement)
        hashes = (f"--hash=sha256:{digest}" for digest in sorted(self.hashes))
        return " ".join([text if marker else text.partition(";")[0].strip(), *hashes])


def read_lock(path: Path) -> list[Locked]:
    """The requirements of a lock file."""
    requirements = []
    for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        text, *hashes = line.partition("#")[0].split("--hash=sha256:")
        if text.strip():
            requirements.append(
                Locked(Requirement(text.strip()), frozenset(digest.strip() for digest in hashes))
            )
    return requirements
