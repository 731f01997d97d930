"""What lies inside wheels and inside each Python that is carried, for the bill of materials.

Where a wheel has a bill of its own (``*.dist-info/sboms``) that is taken; what others name nowhere is read
out of the files.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from packaging.utils import canonicalize_name, parse_wheel_filename

from tools.bundle.cpython import SOURCES
from tools.bundle.embedded import Embedded

Licences = Sequence[Mapping[str, Any]]
_OPENSSL: Final = re.compile(rb"OpenSSL (\d+\.\d+\.\d+)")
_SODIUM: Final = re.compile(rb"\0(1\.0\.\d{2})\0")
_SODIUM_IN_WORDS: Final = re.compile(r"``libsodium`` to (1\.0\.\d+[-\w]*(?: \([-\d]+ build\))?)")
_ICU: Final = re.compile(rb"\bicudt(\d\d)[bl]")
_OF_PDFIUM: Final = re.compile(r"/BUILD_LICENSES/((\w+)[^/]*)$")
_DOTTED: Final = re.compile(rb'#define LIB\w+_DOTTED_VERSION "([\d.]+)"')
_VERSION: Final = re.compile(rb"(?<![\d.])3\.\d{1,2}\.\d{1,2}(?![\d.])")
_OF_FILE: Final = re.compile("FileVersion".encode("utf-16-le") + rb"(?:\0\0)+((?:[\d.]\0)+)")
_OF_LIBFFI: Final = re.compile("libffi-".encode("utf-16-le") + rb"((?:[\d.]\0)+)")
_OF_SONAME: Final = re.compile(r"/libpq[^/]*\.so\.5\.(\d+)$")
_UNSAID: Final = "; nothing in there says its version"
_SHARED: Final = re.compile(r"/(lib[\w+-]+?)(?:-\d[\d.]*)?\.so(?:\.|$)")
_LICENCES: Final = {
    "cyrus-sasl-lib": "BSD-Attribution-HPND-disclaimer",
    "keyutils-libs": "LGPL-2.0-or-later",
    "libXau": "MIT",
    "libcom_err": "MIT",
    "openssl": "Apache-2.0",
}
"""Licences of what bills inside wheels name without one."""
_BESIDE: Final = re.compile(r"\.libs/(lib[a-z]+)")
_OF_PSYCOPG: Final = {
    "libcrypt": ("libxcrypt", "LGPL-2.1-or-later", None),
    "libcrypto": ("openssl", "Apache-2.0", _OPENSSL),
    "libkrb": ("krb5", "MIT", re.compile(rb"krb5-(\d+\.\d+(?:\.\d+)?)-final")),
    "libldap": ("openldap", "OLDAP-2.8", None),
    "libpq": ("libpq", "PostgreSQL", None),
}
"""What psycopg's wheels are built with, and their bills do not name; by the file that stands for it: the
library, its licence, and what says the version in that file where anything does."""
_OF_CPYTHON: Final = {("xz", "3.13.2"): "5.2.5"}
"""By library and CPython's version: what its own bill (``Misc/externals.spdx.json``) says, and no file."""
_OF_DEBIAN: Final = {
    "libbz2": "bzip2-1.0.6",
    "libcrypto": "Apache-2.0",
    "libexpat": "MIT",
    "libffi": "MIT",
    "liblzma": "0BSD",
    "libmpdec": "BSD-2-Clause",
    "libncursesw": "X11-distribute-modifications-variant",
    "libreadline": "GPL-3.0-or-later",
    "libtinfo": "X11-distribute-modifications-variant",
    "libuuid": "BSD-3-Clause",
    "libz": "Zlib",
    "libzstd": "BSD-3-Clause",
}
"""Licences of what the Python of a system brings along; the licence of others is said by nobody."""
_ASK: Final = (
    "import json, platform, sqlite3; print(json.dumps([platform.python_version(), sqlite3.sqlite_version]))"
)


class Inside(NamedTuple):
    """A library inside something else, whose reference is ``owner``; "" is Terren itself."""

    owner: str
    ref: str
    name: str
    version: str
    description: str = ""
    licences: Licences = ()
    purl: str = ""
    digest: str = ""

    def component(self) -> dict[str, Any]:
        """As the form has it."""
        entry: dict[str, Any] = {"type": "library", "bom-ref": self.ref, "name": self.name}
        about = self.description + ("" if self.version else _UNSAID)
        entry |= {"version": self.version, "description": about, "purl": self.purl}
        entry |= {"licenses": list(self.licences)}
        if self.digest:
            entry["hashes"] = [{"alg": "SHA-256", "content": self.digest}]
        return {name: value for name, value in entry.items() if value or name == "version"}


def by_id(licence: str) -> Licences:
    """A licence of SPDX's list."""
    return [{"license": {"id": licence}}] if licence else []


_IN_WINDOWS: Final[Sequence[tuple[str, str, bytes, Licences]]] = (
    ("bzip2", "_bz2.pyd", rb"\0(1\.0\.\d), \d+-\w{3}-\d{4}\0", by_id("bzip2-1.0.6")),
    ("expat", "pyexpat.pyd", rb"expat_(\d+\.\d+\.\d+)", by_id("MIT")),
    ("mpdecimal", "_decimal.pyd", rb"mpdecimal-(\d+\.\d+\.\d+)", by_id("BSD-2-Clause")),
    (
        "xz",
        "_lzma.pyd",
        rb"XZ Utils (\d+\.\d+\.\d+)",
        [{"license": {"name": "public domain, 0BSD from 5.6"}}],
    ),
    ("zlib", "", rb"(?<![\d.])(1\.[23]\.\d+(?:\.\d+)?)\0", by_id("Zlib")),
)
"""What CPython for Windows has compiled into its modules, or into Python's own library (""): what says the
version there, where anything does, and the licence."""


def of_wheels(owner: str, wheels: Iterable[Path]) -> Iterator[Inside]:
    """Yield what is inside the wheels of a package."""
    parts: dict[str, Inside] = {}
    for wheel in wheels:
        package, *_ = parse_wheel_filename(wheel.name)
        with zipfile.ZipFile(wheel) as archive:
            for part in (*_billed(owner, package, archive), *_read(owner, package, archive)):
                parts.setdefault(part.ref, part)
    yield from (part for _, part in sorted(parts.items()))


def _billed(owner: str, package: str, archive: zipfile.ZipFile) -> Iterator[Inside]:
    """Yield what the bills say that are inside a wheel."""
    for name in archive.namelist():
        if "/sboms/" not in name or not name.endswith(".json"):
            continue
        for entry in json.loads(archive.read(name)).get("components", []):
            purl, version = entry.get("purl", ""), entry.get("version", "")
            # itself, or a part of itself
            if canonicalize_name(purl.partition("@")[0].removeprefix("pkg:pypi/")) == package:
                continue
            named = [licence for licence in map(_licence, entry.get("licenses", [])) if licence]
            licences = named or by_id(_LICENCES.get(entry["name"], ""))
            about = f"inside the wheels of {package}"
            ref = f"{package}:{entry['name']}@{version}"
            yield Inside(owner, ref, entry["name"], version, about, licences, purl)


def _licence(entry: dict[str, Any]) -> dict[str, Any] | None:
    """An entry without what later versions of the form have."""
    if "expression" in entry:
        return {"expression": entry["expression"]}
    kept = {name: entry["license"][name] for name in ("id", "name") if name in entry.get("license", {})}
    return {"license": kept} if kept else None


def _read(owner: str, package: str, archive: zipfile.ZipFile) -> Iterator[Inside]:
    """Yield what is known to be inside, with the version that the files name."""
    about = f"inside the wheels of {package}"
    if package == "pynacl":
        code = [archive.read(name) for name in archive.namelist() if name.endswith((".so", ".pyd"))]
        number = next((match[1].decode() for match in map(_SODIUM.search, code) if match), "")
        # builds leave out the function that says it; the list of changes, newest first, says it then
        number = number or _said(archive, ".dist-info/METADATA", _SODIUM_IN_WORDS)
        yield Inside(owner, "pynacl:libsodium", "libsodium", number, about, by_id("ISC"))
    if package == "cffi":
        yield Inside(owner, "cffi:libffi", "libffi", "", about, by_id("MIT"))
    if package == "psycopg-binary":
        yield from _of_psycopg(owner, archive, about)
    if package == "pypdfium2":
        yield from _of_pdfium(owner, archive, about)
    if package == "lxml":
        for name in archive.namelist():
            if name.endswith(("/xmlversion.h", "/xsltconfig.h")) and (
                version := _DOTTED.search(archive.read(name))
            ):
                library, number = name.split("/")[-2].replace("libxml", "libxml2"), version[1].decode()
                yield Inside(owner, f"lxml:{library}@{number}", library, number, about, by_id("MIT"))


def _said(archive: zipfile.ZipFile, ending: str, words: re.Pattern[str]) -> str:
    """What a text in a wheel says; nothing where it does not, or is not there."""
    texts = (archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(ending))
    return next((match[1] for match in map(words.search, texts) if match), "")


def _of_psycopg(owner: str, archive: zipfile.ZipFile, about: str) -> Iterator[Inside]:
    """What PostgreSQL's client is built with; of two files of a library one may say the version."""
    numbers: dict[tuple[str, str], str] = {}
    for name in archive.namelist():
        if (file := _BESIDE.search(name)) and file[1] in _OF_PSYCOPG:
            library, licence, pattern = _OF_PSYCOPG[file[1]]
            data = archive.read(name)
            match = pattern.search(data) if pattern else None
            number = match[1].decode() if match else ""
            if library == "libpq":
                # the name has the release alone, as 18
                release = _OF_SONAME.search(name)
                number = release[1] if release else _in_utf16(_OF_FILE, data)
            numbers[library, licence] = numbers.get((library, licence)) or number
    for (library, licence), number in numbers.items():
        ref = f"psycopg-binary:{library}@{number}".removesuffix("@")
        yield Inside(owner, ref, library, number, about, by_id(licence))


def _of_pdfium(owner: str, archive: zipfile.ZipFile, about: str) -> Iterator[Inside]:
    """PDFium, which is compiled of the libraries whose licences the wheel carries by their names."""
    version_file = next((name for name in archive.namelist() if name.endswith("_raw/version.json")), None)
    number = ""
    if version_file is not None:
        parts = json.loads(archive.read(version_file))
        number = ".".join(str(parts[part]) for part in ("major", "minor", "build", "patch"))
    ref = f"pypdfium2:pdfium@{number}"
    yield Inside(owner, ref, "pdfium", number, about, [{"expression": "BSD-3-Clause AND Apache-2.0"}])
    texts: dict[str, list[str]] = {}
    for name in archive.namelist():
        if (part := _OF_PDFIUM.search(name)) and part[2] != "pdfium":
            texts.setdefault(part[2], []).append(part[1])
    code = (
        archive.read(name) for name in archive.namelist() if name.endswith(("libpdfium.so", "pdfium.dll"))
    )
    icu = next((match[1].decode() for match in map(_ICU.search, code) if match), "")
    for library, names in sorted(texts.items()):
        licences = [{"license": {"name": f"the wheel carries it: {name}"}} for name in sorted(names)]
        inside = f"inside PDFium, as the sources of {number} have it"
        yield Inside(ref, f"{ref}:{library}", library, icu if library == "icu" else "", inside, licences)


def of_windows(embedded: Embedded) -> Iterator[Inside]:
    """CPython for Windows, the libraries that lie beside it, and those that are compiled into it."""
    python = f"python{embedded.python[0]}{embedded.python[1]}.dll"
    owner = "windows:cpython"
    about = "inside the folder for Windows"
    for name, file, licence, upper in (
        ("cpython", python, by_id("Python-2.0"), ""),
        ("sqlite", "sqlite3.dll", by_id("blessing"), owner),
        ("libffi", "libffi-8.dll", by_id("MIT"), owner),
        (
            "vcruntime",
            "vcruntime140.dll",
            [{"license": {"name": "Microsoft Visual C++ Redistributable"}}],
            owner,
        ),
    ):
        if (data := embedded.files.get(file)) is not None:
            yield Inside(
                *(upper, f"windows:{name}", name, _version(data), about, licence),
                digest=sha256(data).hexdigest(),
            )
    for name, file, pattern, licences in _IN_WINDOWS:
        if (data := embedded.files.get(file or python)) is not None:
            number = match[1].decode() if (match := re.search(pattern, data)) else ""
            number = number or _OF_CPYTHON.get((name, _version(embedded.files.get(python, b""))), "")
            yield Inside(owner, f"windows:{name}", name, number, about, licences)


def _version(library: bytes) -> str:
    """The version that a library of Windows names, as such libraries do or in a text."""
    if number := _in_utf16(_OF_FILE, library) or _in_utf16(_OF_LIBFFI, library):
        return re.sub(r"^(\d+\.\d+\.\d+)\.0$", r"\1", number)
    number_in_text = _VERSION.search(library)
    return number_in_text[0].decode() if number_in_text else ""


def _in_utf16(pattern: re.Pattern[bytes], data: bytes) -> str:
    """What a pattern finds in the texts that Windows keeps in a library."""
    return match[1].decode("utf-16-le") if (match := pattern.search(data)) else ""


def of_program(path: Path, python: Path, *, compiled: bool) -> Iterator[Inside]:
    """Yield what the folder for Linux with its own Python has: that Python, and the libraries with it.

    ``compiled`` says that they are those of :mod:`tools.bundle.cpython`.
    """
    about = "inside the folder with its own Python"
    owner = "program:cpython"
    asked = subprocess.run([str(python), "-c", _ASK], capture_output=True, check=True, text=True)
    number, sqlite = json.loads(asked.stdout)
    yield Inside("", owner, "cpython", number, about, by_id("Python-2.0"))
    yield Inside(owner, "program:sqlite", "sqlite", sqlite, about, by_id("blessing"))
    if compiled:
        for source in SOURCES:
            if source.name not in ("cpython", "sqlite"):
                ref, licence = f"program:{source.name}", by_id(source.licence)
                yield Inside(owner, ref, source.name, source.version, about, licence)
    with zipfile.ZipFile(path) as archive:
        libraries = {shared[1]: name for name in archive.namelist() if (shared := _SHARED.search(name))}
        for library, name in sorted(libraries.items()):
            # libssl is of OpenSSL, as libcrypto
            of_others = library.startswith(("libpython", "libsqlite3")) or "/nacl/" in name
            if of_others or library == "libssl":
                continue
            data = archive.read(name)
            version = _OPENSSL.search(data)
            number = version[1].decode() if version else ""
            ref = "openssl" if library == "libcrypto" else library.removeprefix("lib")
            yield Inside(
                *(owner, f"program:{ref}", ref, number, about, by_id(_OF_DEBIAN.get(library, ""))),
                digest=sha256(data).hexdigest(),
            )
