"""``terren.pyz``: one file for every machine, with the wheels of all inside."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sync.update.whole import MARK
from tools.bundle.archive import add, mark
from tools.bundle.targets import Target

START: Final = Path(__file__).with_name("start.py")


def write_pyz(
    path: Path, wheels: Mapping[Target, Sequence[Path]], version: str, first: Iterable[Path]
) -> None:
    """Write the file; ``first`` is what the first content needs. The same files give the same bytes."""
    manifest = {target.key: [wheel.name for wheel in chosen] for target, chosen in wheels.items()}
    files = {f"first/{file.name}": file for file in first}
    files |= {f"wheels/{wheel.name}": wheel for chosen in wheels.values() for wheel in chosen}
    start = START.read_text(encoding="utf-8")
    digest = hashlib.sha256(start.encode())
    for name in sorted(files):
        digest.update(hashlib.sha256(files[name].read_bytes()).digest())
    before = 'PROGRAM = ""'
    assert start.count(before) == 1
    start = start.replace(before, f'PROGRAM = "{version}-{digest.hexdigest()[:32]}"')
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w") as archive:
            add(archive, "__main__.py", start.encode())
            add(archive, MARK, mark(version, "pyz"))
            add(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
            for name in sorted(files):
                add(archive, name, files[name].read_bytes(), packed=name.startswith("wheels/"))
    partial.chmod(0o755)
    partial.replace(path)
