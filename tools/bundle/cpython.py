"""``python -m tools.bundle.cpython``: CPython for the folder that has its own, compiled against an old glibc.

An optional step before ``make bundle``, for Linux x86-64: with what it leaves in ``dist/python`` the folder
runs wherever the wheels do; without it, where the glibc is not older than the builder's. The compiler is
Zig's, from the package index, which has the symbols of every glibc; the sources are Debian's, by hash.
Neither root nor another system is needed; make is, and tclsh.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from tools.bundle.lock import read_lock

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = ROOT / "requirements-compiler.lock"
GLIBC: Final = "2.17"
"""As the wheels of officers ask for."""
PYTHON: Final = (3, 13)
LICENCES: Final = "licences"
"""The folder in it with the texts of the licences of all that was compiled."""
_TOOLS: Final = ("make", "tclsh")
_LIBFFI: Final = (
    *("prep_cif.c", "types.c", "raw_api.c", "java_raw_api.c", "closures.c", "tramp.c"),
    *("x86/ffi64.c", "x86/unix64.S", "x86/ffiw64.c", "x86/win64.S"),
)
_FFI_CONFIG: Final = """\
#define EH_FRAME_FLAGS "a"
#define FFI_EXEC_STATIC_TRAMP 1
#define HAVE_ALLOCA_H 1
#define HAVE_AS_CFI_PSEUDO_OP 1
#define HAVE_AS_X86_64_UNWIND_SECTION_TYPE 1
#define HAVE_AS_X86_PCREL 1
#define HAVE_HIDDEN_VISIBILITY_ATTRIBUTE 1
#define HAVE_LONG_DOUBLE 1
#define HAVE_MEMCPY 1
#define HAVE_MKOSTEMP 1
#define HAVE_MMAP 1
#define SIZEOF_SIZE_T 8
#define STDC_HEADERS 1
#ifdef LIBFFI_ASM
#define FFI_HIDDEN(name) .hidden name
#else
#define FFI_HIDDEN __attribute__ ((visibility ("hidden")))
#endif
"""
_SYSTEM: Final = Path("/etc/apt")
_LEFT_OUT: Final = (
    *("_bz2", "_curses", "_curses_panel", "_dbm", "_gdbm", "_hashlib", "_lzma", "_ssl", "_tkinter", "_uuid"),
    "readline",
)
"""Modules whose libraries are not compiled; nothing of Terren loads them."""
_SQLITE: Final = (
    "THREADSAFE=1",
    "ENABLE_FTS3",
    "ENABLE_FTS4",
    "ENABLE_FTS5",
    "ENABLE_RTREE",
    "ENABLE_COLUMN_METADATA",
)


class Source(NamedTuple):
    """An archive of sources: the library in it, its licence, Debian's name of it, and the SHA-256."""

    name: str
    version: str
    licence: str
    package: str
    digest: str


SOURCES: Final = (
    Source(
        *("cpython", "3.13.5", "Python-2.0", "python3.13"),
        "93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640",
    ),
    Source(
        *("sqlite", "3.46.1", "blessing", "sqlite3"),
        "d0cdd2ece271b29e7ce18095745d892517ee26d0f270065b3a25c2e9eb11639c",
    ),
    Source(
        *("zlib", "1.3.1", "Zlib", "zlib"),
        "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb",
    ),
    Source(
        *("libffi", "3.4.8", "MIT", "libffi"),
        "cbb7f0b3b095dc506387ec1e35b891bfb4891d05b90a495bc69a10f2293f80ff",
    ),
)


def python_of(dist: Path) -> Path | None:
    """The Python that this made in a folder of bundles; None where it did not."""
    path = dist.absolute() / "python" / "bin" / f"python{PYTHON[0]}.{PYTHON[1]}"
    return path if path.is_file() else None


def install(python: Path, wheels: Iterable[Path]) -> None:
    """Put wheels into that Python, which fetches nothing by itself."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "install"]
    words = ["--quiet", "--no-index", "--no-deps", "--no-warn-script-location", "--force-reinstall"]
    subprocess.run([*pip, *words, *map(str, wheels)], check=True)


def sources(folder: Path) -> dict[str, Path]:
    """The archive of each source in a folder, known by its hash; fetched where it is missing.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archives, said = _known(folder), ""
    if missing := [source for source in SOURCES if source.name not in archives]:
        said = _fetch(missing, folder)
        archives = _known(folder)
    if missing := [source for source in SOURCES if source.name not in archives]:
        lines = (f"{source.name} {source.version}, SHA-256 {source.digest}" for source in missing)
        raise OSError(f"{said}{folder} has no archive of {'; '.join(lines)}")
    return archives


def _known(folder: Path) -> dict[str, Path]:
    wanted = {source.digest: source.name for source in SOURCES}
    archives = {sha256(path.read_bytes()).hexdigest(): path for path in folder.glob("*.tar.*")}
    return {wanted[digest]: path for digest, path in archives.items() if digest in wanted}


def _fetch(wanted: Iterable[Source], folder: Path) -> str:
    """Ask Debian's packages for sources, beside what the system asks them for and without touching it.

    Returns what apt warns of: it fails where a newer patch of Debian's is not there, which is none of ours.
    """
    if shutil.which("apt-get") is None:
        return ""
    with tempfile.TemporaryDirectory() as temporary:
        listed = Path(temporary, "sources")
        for path in (
            listed,
            Path(temporary, "lists", "partial"),
            Path(temporary, "cache", "archives", "partial"),
        ):
            path.mkdir(parents=True)
        for path in (_SYSTEM / "sources.list", *(_SYSTEM / "sources.list.d").glob("*")):
            if path.is_file():
                text = path.read_text("utf-8")
                # both forms of such files
                text = text.replace("Types: deb\n", "Types: deb-src\n")
                lines = [
                    f"deb-src {line[4:]}" if line.startswith("deb ") else line for line in text.split("\n")
                ]
                (listed / path.name).write_text("\n".join(lines), "utf-8")
        options = {
            "Dir::Etc::sourcelist": "-",
            "Dir::Etc::sourceparts": listed,
            "Dir::State::lists": Path(temporary, "lists"),
            "Dir::Cache": Path(temporary, "cache"),
        }
        apt = [
            "apt-get",
            "-qq",
            *(part for name, value in options.items() for part in ("-o", f"{name}={value}")),
        ]
        given = (["update"], *(["source", "--download-only", source.package] for source in wanted))
        done = [
            subprocess.run([*apt, *words], cwd=folder, capture_output=True, text=True, check=False)
            for words in given
        ]
        return "".join(each.stderr for each in done)


def compiler(folder: Path) -> Path:
    """Zig, fetched by the hash of its lock file and unpacked into a folder. Raises OSError."""
    program = folder / "ziglang" / "zig"
    if not program.is_file():
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
        with tempfile.TemporaryDirectory() as temporary:
            words = ["--only-binary", ":all:", "--require-hashes", "--dest", temporary]
            subprocess.run([*pip, *words, "--requirement", str(LOCK)], check=True)
            (wheel,) = Path(temporary).glob("*.whl")
            (locked,) = read_lock(LOCK)
            locked.check(wheel)
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
        program.chmod(0o755)
    return program


class Build:
    """A folder in which libraries are compiled and laid into ``prefix``."""

    def __init__(self, work: Path, prefix: Path, zig: Path) -> None:
        self.work, self.prefix = work, prefix
        bin_, target = work / "bin", f"x86_64-linux-gnu.{GLIBC}"
        bin_.mkdir(parents=True)
        for name, words in {
            "cc": f"cc -target {target} -g0 -fno-sanitize=undefined -Wno-date-time",
            "ar": "ar",
            "ranlib": "ranlib",
        }.items():
            (bin_ / name).write_text(f'#!/bin/sh\nexec "{zig}" {words} "$@"\n', "utf-8")
            (bin_ / name).chmod(0o755)
        self.env = {
            "PATH": f"{bin_}{os.pathsep}{os.defpath}",
            "HOME": str(work),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            # the date in what is built
            "SOURCE_DATE_EPOCH": "315532800",
            "ZIG_GLOBAL_CACHE_DIR": str(work / "cache"),
            "ZIG_LOCAL_CACHE_DIR": str(work / "cache"),
            **{name.upper(): str(bin_ / name) for name in ("cc", "ar", "ranlib")},
        }

    def unpacked(self, archive: Path) -> Path:
        """The folder of sources."""
        before = set(self.work.iterdir())
        subprocess.run(["tar", "-xf", str(archive), "-C", str(self.work)], check=True)
        (folder,) = set(self.work.iterdir()) - before
        return folder

    def run(self, folder: Path, *commands: list[str], **variables: str) -> None:
        """Run commands in a folder, which say what they do into a file beside it."""
        log_path = folder.with_name(f"{folder.name}.log")
        with log_path.open("a") as log:
            for words in commands:
                done = subprocess.run(
                    words, cwd=folder, env={**self.env, **variables}, stdout=log, stderr=log, check=False
                )
                if done.returncode:
                    raise OSError(f"{' '.join(words)}: exit code {done.returncode}; see {log_path}")


def build(archives: Mapping[str, Path], zig: Path, prefix: Path, work: Path) -> None:
    """Compile CPython with its libraries into a new folder. Raises OSError."""
    with_libraries = work / "libraries"
    made = Build(work, prefix, zig)
    jobs = f"-j{len(os.sched_getaffinity(0))}"
    static = [f"--prefix={with_libraries}"]
    zlib = made.unpacked(archives["zlib"])
    made.run(zlib, ["./configure", *static, "--static"], ["make", jobs, "install"], CFLAGS="-O2 -fPIC")
    libffi = made.unpacked(archives["libffi"])
    _configure_libffi(libffi)
    # Debian's archive has no script that would find this out
    words = ["-O2", "-fPIC", "-I.", "-Iinclude", "-Isrc/x86", "-DHAVE_CONFIG_H"]
    headers = [f"include/{name}" for name in ("ffi.h", "ffitarget.h")]
    made.run(
        libffi,
        ["cc", *words, "-c", *(f"src/{name}" for name in _LIBFFI)],
        ["sh", "-c", 'ar rcs "$0" *.o', str(with_libraries / "lib" / "libffi.a")],
        ["cp", *headers, str(with_libraries / "include")],
    )
    sqlite = made.unpacked(archives["sqlite"])
    made.run(
        sqlite,
        ["./configure", *static, "--disable-tcl", "--disable-readline"],
        ["make", "sqlite3.c"],
        ["cc", "-O2", "-fPIC", *(f"-DSQLITE_{option}" for option in _SQLITE), "-c", "sqlite3.c"],
        ["ar", "rcs", str(with_libraries / "lib" / "libsqlite3.a"), "sqlite3.o"],
        ["cp", "sqlite3.h", "sqlite3ext.h", str(with_libraries / "include")],
    )
    python = made.unpacked(archives["cpython"])
    rules = python / "Makefile.pre.in"
    # the same word of the linker, in the form that Zig's knows
    rules.write_text(rules.read_text("utf-8").replace("-Wl,-h", "-Wl,-soname,"), "utf-8")
    include, lib = with_libraries / "include", with_libraries / "lib"
    libraries = {"ZLIB": "-lz", "LIBSQLITE3": "-lsqlite3 -lm", "LIBFFI": "-lffi"}
    variables = {f"{name}_CFLAGS": f"-I{include}" for name in libraries}
    variables |= {f"{name}_LIBS": f"-L{lib} {words}" for name, words in libraries.items()}
    variables |= {f"py_cv_module_{name}": "n/a" for name in _LEFT_OUT}
    words = ["--enable-shared", "--without-ensurepip", "--disable-test-modules", "PKG_CONFIG=false"]
    made.run(
        python,
        ["./configure", f"--prefix={prefix}", *words],
        # not the library for programs of any version of Python 3
        ["make", jobs, "PY3LIBRARY="],
        ["make", "install", "PY3LIBRARY="],
        LDFLAGS="-Wl,-rpath,'$$ORIGIN/../lib'",
        **variables,
    )
    (prefix / LICENCES).mkdir()
    for name, folder in {"sqlite": sqlite, "zlib": zlib, "libffi": libffi}.items():
        text = min(folder.glob("LICENSE*"))
        shutil.copy(text, prefix / LICENCES / f"{name}.txt")


def _configure_libffi(folder: Path) -> None:
    """Write what libffi's own script would, for Linux x86-64."""
    (folder / "fficonfig.h").write_text(_FFI_CONFIG, "utf-8")
    header = (folder / "include" / "ffi.h.in").read_text("utf-8")
    for name, value in {
        "TARGET": "X86_64",
        "HAVE_LONG_DOUBLE": "1",
        "FFI_EXEC_TRAMPOLINE_TABLE": "0",
    }.items():
        header = header.replace(f"@{name}@", value)
    (folder / "include" / "ffi.h").write_text(header, "utf-8")
    shutil.copy(folder / "src" / "x86" / "ffitarget.h", folder / "include")


def main() -> int:
    """Build; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle.cpython")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", metavar="FOLDER")
    parser.add_argument("--sources", type=Path, metavar="FOLDER", help="with the archives of the sources")
    chosen = parser.parse_args()
    dist = chosen.dist.absolute()
    prefix, work = dist / "python", dist / "python-work"
    for folder in (prefix, work):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        if missing := [name for name in _TOOLS if shutil.which(name) is None]:
            raise OSError(f"not installed: {', '.join(missing)}")
        build(sources(chosen.sources or dist / "sources"), compiler(dist / "compiler"), prefix, work)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        shutil.rmtree(prefix, ignore_errors=True)
        return 1
    shutil.rmtree(work)
    sys.stdout.write(f"CPython {SOURCES[0].version} for glibc {GLIBC}: {prefix}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
