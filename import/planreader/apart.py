"""Documents are read in a process of their own, within limits of time and memory.

A file of a kilobyte may ask a library for hours and gigabytes, in more ways than anybody lists; so nothing is
counted before it is read, and the process that reads ends when it has had its share. What it answers is data
of a few classes, whatever became of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from planreader import assembled
from planreader.build.marks import Marks
from planreader.interpret.mapping.given import NOTHING, Mapping
from planreader.sources.source import load
from store.db.errors import Refused
from store.plan.model import Plan

if TYPE_CHECKING:
    import subprocess

OUT_OF_MEMORY: Final = 97
"""The exit status of a reader that needed more memory than it may have."""
READ: Final = "--read-a-document"
"""The argument by which a program with its own Python is asked to be a reader, and nothing else."""
_SMALL: Final = 256 * 1024
_OFFICE: Final = (b"PK", b"%PDF-", b"\xd0\xcf\x11\xe0")
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from planreader.child import main; main()"
)
_readers: Final[set[subprocess.Popen[bytes]]] = set()
_MODULES: Final = frozenset({"store.plan.model", "planreader.sources.form", "planreader.build.marks"})


class Limits(NamedTuple):
    """What the reading of one document may take: seconds, and bytes of memory."""

    seconds: int = 120
    memory: int = 1024**3


LIMITS: Final = Limits()


def assembled_apart(
    path: Path,
    *,
    title: str | None = None,
    plan_id: str | None = None,
    mapping: Mapping = NOTHING,
    limits: Limits | None = None,
) -> tuple[Plan, Marks]:
    """As :func:`planreader.assembled`, in a process of its own; a short text is read in this one.

    Raises Refused also ``document_slow`` or ``document_memory`` where a limit is met.
    """
    if _is_short_text(path):
        return assembled(path, title=title, plan_id=plan_id, mapping=mapping)
    import pickle
    import subprocess

    limits = limits or LIMITS
    said = {"title": title, "plan_id": plan_id, "mapping": mapping}
    try:
        done = _run(_command(), pickle.dumps((path, said, limits)), limits.seconds)
    except subprocess.TimeoutExpired:
        raise Refused("document_slow", file=str(path), limit=limits.seconds) from None
    if done.returncode == OUT_OF_MEMORY:
        raise Refused("document_memory", file=str(path), limit=limits.memory // 1024**2)
    if done.returncode < 0:
        # a library fell over the document
        raise Refused("document_damaged", file=str(path))
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip())
    code, *answer = _answer(done.stdout)
    if code:
        raise Refused(code, **answer[0])
    plan, marks = answer
    return plan, marks


def end_readers() -> None:
    """End whatever reads documents for this process by now: nobody waits for its answer any more."""
    for reader in tuple(_readers):
        reader.kill()


def _command() -> list[str]:
    """What starts a reader; a program with its own Python and ``terren.pyz`` do it themselves."""
    if getattr(sys, "frozen", False):
        return [sys.executable, READ]
    if unpacked := getattr(sys.modules["__main__"], "UNPACKED", None):
        return [sys.executable, "-I", "-S", unpacked, READ]
    return [sys.executable, "-I", "-S", "-c", _START, json.dumps(sys.path)]


def _run(command: list[str], request: bytes, seconds: int) -> subprocess.CompletedProcess[bytes]:
    import subprocess

    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reader:
        _readers.add(reader)
        try:
            said, failed = reader.communicate(request, timeout=seconds)
        finally:
            _readers.discard(reader)
            reader.kill()
    return subprocess.CompletedProcess(command, reader.returncode, said, failed)


def _is_short_text(path: Path) -> bool:
    """Whether a document is no office file and so short that no reader can take long over it."""
    data = load(path, _SMALL) if path.is_file() and path.stat().st_size <= _SMALL else b"PK"
    return not any(sign in data[:1024] for sign in _OFFICE)


def _answer(data: bytes) -> Any:
    """What a reader has said: data and the few classes of a plan, and nothing that could act."""
    import io
    import pickle

    class Answer(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            if module not in _MODULES or not isinstance(found := super().find_class(module, name), type):
                raise pickle.UnpicklingError(f"{module}.{name}")
            return found

    return Answer(io.BytesIO(data)).load()
