"""What is in the bundle, as a CycloneDX document: each package with its version, licence and hashes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from hashlib import sha256
from pathlib import Path
from typing import Any

from packaging.utils import parse_wheel_filename


def write_sbom(path: Path, wheels: Iterable[Path], own: Path) -> None:
    """Write the document; the same wheels give the same bytes."""
    others: dict[tuple[str, str], list[Path]] = {}
    for wheel in sorted(set(wheels) - {own}):
        name, version, *_ = parse_wheel_filename(wheel.name)
        others.setdefault((name, str(version)), []).append(wheel)
    form = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {**_component([own]), "type": "application"}},
        "components": [_component(files) for _, files in sorted(others.items())],
    }
    path.write_text(json.dumps(form, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _component(wheels: list[Path]) -> dict[str, Any]:
    """One package of one version, which has a wheel a machine where it has machine code."""
    name, version, *_ = parse_wheel_filename(wheels[0].name)
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": str(name),
        "version": str(version),
        "purl": f"pkg:pypi/{name}@{version}",
    }
    if licence := _licence(wheels[0]):
        found["licenses"] = [licence]
    if len(wheels) == 1:
        found["hashes"] = [{"alg": "SHA-256", "content": _digest(wheels[0])}]
    else:
        found["components"] = [
            {
                "type": "file",
                "name": wheel.name,
                "hashes": [{"alg": "SHA-256", "content": _digest(wheel)}],
            }
            for wheel in wheels
        ]
    return found


def _digest(wheel: Path) -> str:
    return sha256(wheel.read_bytes()).hexdigest()


def _licence(wheel: Path) -> dict[str, Any] | None:
    """What a wheel says of its licence: an SPDX expression, or words; None where it says nothing."""
    with zipfile.ZipFile(wheel) as archive:
        name = next((one for one in archive.namelist() if one.endswith(".dist-info/METADATA")), None)
        if name is None:
            return None
        said = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    if expression := said.get("License-Expression"):
        return {"expression": expression}
    classified = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    # some wheels carry the whole text of the licence here
    words = (said.get("License") or "").splitlines() or [""]
    text = classified[0] if classified else words[0]
    return {"license": {"name": text}} if text else None
