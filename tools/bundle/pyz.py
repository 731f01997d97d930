"""``terren.pyz``: one file for every machine, with the wheels of all inside."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tools.bundle.archive import MARK, add, mark
from tools.bundle.targets import Target

START: Final = Path(__file__).with_name("start.py")
_NAME: Final = 'PROGRAM = ""'


def write_pyz(path: Path, wheels: Mapping[Target, Sequence[Path]], version: str) -> None:
    """Write the file; the same wheels give the same bytes."""
    files = {wheel.name: wheel for found in wheels.values() for wheel in found}
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(hashlib.sha256(files[name].read_bytes()).digest())
    start = START.read_text(encoding="utf-8")
    assert start.count(_NAME) == 1
    start = start.replace(_NAME, f'PROGRAM = "{version}-{digest.hexdigest()[:16]}"')
    manifest = {target.key: [wheel.name for wheel in found] for target, found in wheels.items()}
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w") as archive:
            add(archive, "__main__.py", start.encode())
            add(archive, MARK, mark(version, "pyz"))
            add(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
            for name in sorted(files):
                add(archive, f"wheels/{name}", files[name].read_bytes(), packed=True)
    partial.chmod(0o755)
    partial.replace(path)
