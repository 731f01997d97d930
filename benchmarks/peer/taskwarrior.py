"""Taskwarrior: one task a register, brought in by ``task import`` and out by ``task export``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peer.node import Absent, Edit, batches
from store.db.durable import write_durably

_SPACE = uuid.UUID(int=0)


class Tasks:
    """A folder of tasks; the identity of a task is derived from its register."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("task") is None:
            raise Absent("apt-get install taskwarrior")
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        (folder / "rc").write_text(f"data.location={folder}\nconfirmation=off\nverbose=nothing\ngc=off\n")

    def _task(self, *arguments: str, given: str | None = None) -> str:
        done = subprocess.run(
            ("task", *arguments),
            env={**os.environ, "TASKRC": str(self.folder / "rc"), "HOME": str(self.folder)},
            input=given,
            capture_output=True,
            text=True,
            # what has been damaged and taken may come out again as bytes that are no text
            errors="replace",
            check=True,
        )
        return done.stdout

    def write(self, edits: Sequence[Edit]) -> None:
        for batch in batches(edits):
            tasks = {edit.key: _task_of(edit) for edit in batch}
            self._task("import", "-", given=json.dumps(list(tasks.values())))

    def send(self, file: Path) -> None:
        write_durably(file, self._task("export").encode())

    def receive(self, file: Path) -> None:
        self._task("import", str(file))

    def state(self) -> Hashable:
        try:
            tasks = json.loads(self._task("export") or "[]")
        except (ValueError, subprocess.CalledProcessError) as error:
            return f"unreadable: {error}"
        return tuple(sorted((task["uuid"], task["description"]) for task in tasks))

    def copied(self, folder: Path) -> Tasks:
        shutil.copytree(self.folder, folder)
        return Tasks(folder)

    def close(self) -> None:
        """Nothing is open."""


def _task_of(edit: Edit) -> dict[str, Any]:
    text = f"{edit.key} {edit.value}".replace("\n", " ")
    return {"uuid": str(uuid.uuid5(_SPACE, edit.key)), "description": text, "status": "pending"}
