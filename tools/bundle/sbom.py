"""What is in the bundle, as a CycloneDX document: each package with its version, licence and hashes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from email.message import Message
from email.parser import HeaderParser
from hashlib import sha256
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools.bundle.embedded import Embedded
from tools.bundle.inside import Inside, of_wheels, of_windows


def write_sbom(
    path: Path,
    wheels: Iterable[Path],
    own: Path,
    embedded: Embedded | None = None,
    *,
    program: Iterable[Inside] = (),
) -> None:
    """Write the document; the same wheels and the same Python for Windows give the same bytes.

    ``program`` is what the folder with its own Python has beyond wheels.
    """
    others: dict[tuple[str, str], list[Path]] = {}
    for wheel in sorted(set(wheels) - {own}):
        others.setdefault(_key(wheel), []).append(wheel)
    inside = [part for key, files in sorted(others.items()) for part in of_wheels(_ref(*key), files)]
    inside += [*(of_windows(embedded) if embedded else ()), *program]
    needed = {
        _ref(*key): _needed(files[0], others) for key, files in sorted({**others, _key(own): [own]}.items())
    }
    for part in inside:
        needed.setdefault(part.ref, set())
        needed[part.owner or _ref(*_key(own))].add(part.ref)
    form = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {**_component([own]), "type": "application"}},
        "components": [
            *(_component(files) for _, files in sorted(others.items())),
            # what two versions of a package have stands once
            *{part.ref: part.component() for part in inside}.values(),
        ],
        "dependencies": [{"ref": ref, "dependsOn": sorted(refs)} for ref, refs in needed.items()],
    }
    path.write_text(json.dumps(form, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _key(wheel: Path) -> tuple[str, str]:
    name, version, *_ = parse_wheel_filename(wheel.name)
    return name, str(version)


def _ref(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _needed(wheel: Path, packages: Iterable[tuple[str, str]]) -> set[str]:
    """The references of what a wheel asks for and is inside: without its extras, but for Terren's own."""
    metadata = _metadata(wheel)
    lines = map(Requirement, metadata.get_all("Requires-Dist", []) if metadata else [])
    own = wheel.name.startswith("terren-")
    names = {canonicalize_name(line.name) for line in lines if own or "extra ==" not in str(line.marker)}
    return {_ref(name, version) for name, version in packages if name in names}


def _component(wheels: list[Path]) -> dict[str, Any]:
    """One package of one version, which has a wheel a machine where it has machine code."""
    name, version, *_ = parse_wheel_filename(wheels[0].name)
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": str(name),
        "version": str(version),
        "purl": f"pkg:pypi/{name}@{version}",
    }
    if licence := _licence(wheels[0]):
        component["licenses"] = [licence]
    if len(wheels) == 1:
        component["hashes"] = [{"alg": "SHA-256", "content": _digest(wheels[0])}]
    else:
        component["components"] = [
            {
                "type": "file",
                "name": wheel.name,
                "hashes": [{"alg": "SHA-256", "content": _digest(wheel)}],
            }
            for wheel in wheels
        ]
    return component


def _digest(wheel: Path) -> str:
    return sha256(wheel.read_bytes()).hexdigest()


def _metadata(wheel: Path) -> Message | None:
    """Return what a wheel says of itself, if it does."""
    with zipfile.ZipFile(wheel) as archive:
        name = next((path for path in archive.namelist() if path.endswith(".dist-info/METADATA")), None)
        return None if name is None else HeaderParser().parsestr(archive.read(name).decode("utf-8"))


def _licence(wheel: Path) -> dict[str, Any] | None:
    """Return what a wheel says of its licence: an SPDX expression, or words; None where it says nothing."""
    metadata = _metadata(wheel)
    if metadata is None:
        return None
    if expression := metadata.get("License-Expression"):
        return {"expression": expression}
    classified = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    # some wheels carry the whole text of the licence here
    words = (metadata.get("License") or "").splitlines() or [""]
    text = classified[0] if classified else words[0]
    text = text or _first_line(wheel)
    return {"license": {"name": text}} if text else None


def _first_line(wheel: Path) -> str:
    """The first line of the licence that a wheel carries, which names it; nothing where there is none."""
    with zipfile.ZipFile(wheel) as archive:
        name = next((path for path in archive.namelist() if path.endswith("/licenses/LICENSE")), None)
        lines = [] if name is None else archive.read(name).decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), "")
