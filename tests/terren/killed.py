"""A command that is killed at a step on the disk or of a server, in a process of its own.

Where a server is visited, each statement to it and each commit here is a step as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_CHILD = """
import os, signal, sys
left = [int(sys.argv[1])]
def counted(real):
    def call(*args, **named):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **named)
    return call
for name in ("link", "replace", "rename", "mkdir", "fsync"):
    setattr(os, name, counted(getattr(os, name)))
if any(word.startswith("postgresql:") for word in sys.argv):
    import sqlite3
    import psycopg
    psycopg.Cursor.execute = counted(psycopg.Cursor.execute)
    connect, commit = sqlite3.connect, counted(str)
    def connected(*args, **named):
        conn = connect(*args, **named)
        conn.set_trace_callback(lambda statement: statement == "COMMIT" and commit())
        return conn
    sqlite3.connect = connected
from terren.__main__ import run
sys.exit(run(sys.argv[2:]))
"""


def run_killed(home: Path, step: int, *words: str | Path) -> int:
    """Run a command in a home and kill it before a step; return the exit code, or the signal less than 0."""
    argv = [sys.executable, "-c", _CHILD, str(step), *map(str, words)]
    env = {**os.environ, "TERREN_HOME": str(home)}
    return subprocess.run(argv, env=env, capture_output=True, check=False).returncode
