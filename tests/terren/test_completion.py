"""What a shell offers on the Tab key, and help."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from terren.help.completion import SHELLS
from tests.support.paths import ROOT
from tests.terren.conftest import Terren


def offered(terren: Terren, monkeypatch: pytest.MonkeyPatch, *words: str, shell: str = "bash") -> list[str]:
    """What is offered for the last word."""
    monkeypatch.setenv("_TERREN_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(("terren", *words)))
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "powershell" else str(len(words)))
    result = terren()
    monkeypatch.delenv("_TERREN_COMPLETE")
    assert (result.code, result.err) == (0, "")
    return result.out.split()


@pytest.mark.usefixtures("enrolled")
def test_commands_options_values_numbers_and_places(terren: Terren, monkeypatch: pytest.MonkeyPatch) -> None:
    def after(*words: str) -> list[str]:
        return offered(terren, monkeypatch, *words)

    assert {"plain,set", "plain,status", "plain,spend"} <= set(after("s"))
    assert after("trust", "acc") == ["plain,accept"]
    assert "plain,--percent" in after("set", "1.1.1", "--per")
    assert after("set", "1.1.") == ["plain,1.1.1", "plain,1.1.2", "plain,1.1.3", "plain,1.1.4"]
    assert after("init", "--role", "h") == ["plain,headquarters"]
    assert after("set", "1.1.1", "--status", "i") == ["plain,in_progress", "plain,implemented"]
    assert after("set", "1.1.1", "--reason", "lack") == ["plain,lack_of_budget", "plain,lack_of_staff"]
    assert after("export", "--to", "/tm") == ["dir,/tm"]
    assert after("receive", "/tm") == ["file,/tm"]
    assert after("nonsense", "x") == []


def test_powershell_gets_the_meaning_and_completes_files_itself(
    terren: Terren, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert offered(terren, monkeypatch, "verif", shell="powershell")[:2] == ["verify", "Prove"]
    assert offered(terren, monkeypatch, "receive", "a", shell="powershell") == []


def test_tab_never_complains(terren: Terren, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "terren.db").write_bytes(b"no database")
    assert offered(terren, monkeypatch, "show", "1.") == []


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_script(terren: Terren, shell: str) -> None:
    result = terren("completion", shell)
    assert result.code == 0
    assert f"{shell}_complete" in result.out and "%(" not in result.out


def test_an_unknown_shell_is_a_wrong_usage(terren: Terren) -> None:
    result = terren("completion", "tcsh")
    assert result.code == 2
    assert "bash, zsh, fish, powershell" in result.err


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_itself_completes(tmp_path: Path) -> None:
    terren = tmp_path / "terren"
    terren.write_text(f'#!/bin/sh\nexec {sys.executable} -m terren "$@"\n')
    terren.chmod(0o755)
    asked = (
        'eval "$(terren completion bash)"; COMP_WORDS=(terren trust re); COMP_CWORD=2;'
        ' _terren_completion terren; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", asked],
        env={
            **os.environ,
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "import")]),
        },
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["request", "revoke", "reserve", "renew"], done.stderr


def test_help_is_that_of_the_command(terren: Terren) -> None:
    assert terren("help", "trust", "accept").out == terren("trust", "accept", "--help").out
    assert terren("help", "set").out == terren("set", "-h").out
    assert terren("help").out == terren("-h").out
    wrong = terren("help", "trust", "acept")
    assert wrong.code == 2
    assert "accept" in wrong.err
    assert terren("help", "set", "further").code == 2
