"""Files from elsewhere are read in a process of their own, within limits of time and memory.

A file of a kilobyte may ask a library for hours and gigabytes, in more ways than anybody lists; so nothing is
counted before it is read, and the process that reads ends when it has had its share. What it answers is data
of a few classes, whatever became of it.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from store.db.errors import UserError

if TYPE_CHECKING:
    import subprocess

OUT_OF_MEMORY: Final = 97
"""The exit status of a reader that needed more memory than it may have."""
NOT_READ: Final = ("document_slow", "document_memory", "document_damaged")
"""Codes by which the reader says that a file is beyond it."""
READ: Final = "--read-a-document"
"""The argument by which a program with its own Python is asked to be a reader, and nothing else."""
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from store.db.child import main; main()"
)
_readers: Final[set[subprocess.Popen[bytes]]] = set()


class Limits(NamedTuple):
    """What the reading of one document may take: seconds, and bytes of memory."""

    seconds: int = 120
    memory: int = 1024**3


LIMITS: Final = Limits()


def done_apart(
    task: str, *given: Any, file: str, limits: Limits | None = None, modules: frozenset[str] = frozenset()
) -> Any:
    """Return what a function ("package.module:name") returns of ``given`` in a process of its own.

    It returns plain data, or instances of the classes of ``modules``. ``file`` is what it reads. Raises
    UserError as the function does, ``document_slow`` or ``document_memory`` where a limit is met, and
    ``document_damaged`` where the process broke down.
    """
    import pickle
    import subprocess

    limits = limits or LIMITS
    try:
        done = _run(_command(), pickle.dumps((task, given, limits)), limits.seconds)
    except subprocess.TimeoutExpired:
        raise UserError("document_slow", file=file, limit=limits.seconds) from None
    if done.returncode == OUT_OF_MEMORY:
        raise UserError("document_memory", file=file, limit=limits.memory // 1024**2)
    if done.returncode < 0:
        # a library fell over the document
        raise UserError("document_damaged", file=file)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip())
    code, answer = _answer(done.stdout, modules)
    if code:
        raise UserError(code, **answer)
    return answer


def end_readers() -> None:
    """End whatever reads documents for this process by now: nobody waits for its answer any more."""
    for reader in tuple(_readers):
        reader.kill()


def _command() -> list[str]:
    """Return the command that starts a reader; a bundle and ``terren.pyz`` start it themselves."""
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
            answer, errors = reader.communicate(request, timeout=seconds)
        finally:
            _readers.discard(reader)
            reader.kill()
    return subprocess.CompletedProcess(command, reader.returncode, answer, errors)


def _answer(data: bytes, modules: frozenset[str]) -> Any:
    """Return what a reader has said: data and the classes of a few modules, and nothing that could act."""
    import io
    import pickle

    class Answer(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            if module not in modules or not isinstance(named := super().find_class(module, name), type):
                raise pickle.UnpicklingError(f"{module}.{name}")
            return named

    return Answer(io.BytesIO(data)).load()
