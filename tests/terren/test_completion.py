"""What a shell offers on the Tab key, and help."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import language
from terren.help.completion import SHELLS
from tests.support.paths import ROOT
from tests.terren.conftest import Exchange, Result, Terren, published_plan


def offered(
    terren: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, *words: str, shell: str = "bash"
) -> list[str]:
    """What is offered for the last word."""
    return said(terren, monkeypatch, *words, shell=shell).split()


def said(
    terren: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, *words: str, shell: str = "bash"
) -> str:
    """What a shell reads."""
    monkeypatch.setenv("_TERREN_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(("terren", *words)))
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "powershell" else str(len(words)))
    result = terren()
    monkeypatch.delenv("_TERREN_COMPLETE")
    assert (result.code, result.err) == (0, "")
    return result.out


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
    assert after("form", "-o", "/tm") == ["file,/tm"]
    assert after("resolve", "X", "--keep", "") == ["plain,mine", "plain,theirs"]
    assert after("nonsense", "x") == []


@pytest.mark.usefixtures("enrolled")
def test_what_the_database_knows(terren: Terren, monkeypatch: pytest.MonkeyPatch) -> None:
    def after(*words: str) -> list[str]:
        lines = offered(terren, monkeypatch, *words)
        return [line.removeprefix("plain,") for line in lines]

    assert after("approve", "1.1.1", "--unit", "pej") == ["Pejë"]
    assert after("export", "--for", "MP") == after("list", "--unit", "MP") != []
    assert "MPB" in after("list", "--lead", "m")
    assert after("list", "--institution", "mpb") != []
    assert after("list", "--funding", "") != []
    assert after("measure", "1") == ["1", "1.1"]
    assert after("report", "--period", "2022-") == [
        f"2022-{part}" for part in ("H1", "H2", "Q1", "Q2", "Q3", "Q4")
    ]
    assert after("spend", "1.1.1", "--year", "") == ["2021", "2022", "2023"]
    assert after("list", "--due", "") == ["this", "2021", "2022", "2023"]
    assert after("list", "--csv", "--fields", "nr,tit") == ["nr,title"]
    assert "nr,lead_unit" in after("list", "--json", "--fields", "nr,lead_")
    assert after("narrative", "p") == ["progress", "protocol", "prepared_by"]
    assert after("narrative", "--objective", "1", "p") == ["progress"]
    assert "spent" in after("report", "--explain", "spen")
    assert after("help", "trust", "acc") == ["accept"]
    assert {"settings", "set"} <= {*after("help", "set")}
    assert after("help", "set", "x") == []
    terren("list", "--overdue", "--save-filter", "Late")
    assert after("list", "--filter", "la") == after("list", "--forget-filter", "L") == ["Late"]
    meeting = terren("meeting", "open", "Java 10", "1.1.1").out.strip()
    assert after("minutes", "") == after("set", "1.1.1", "--meeting", "") == [meeting]


@pytest.mark.usefixtures("enrolled")
def test_the_plans_of_the_home(terren: Terren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what they are called; --plan of init names a file."""
    terren("plans", "add", "Kthimi", "--from", published_plan(tmp_path, "other"))
    for words in (("status", "--plan"), ("plans", "use"), ("plans", "rename")):
        assert offered(terren, monkeypatch, *words, "k") == ["plain,Kthimi"], words
        assert offered(terren, monkeypatch, *words, "") == ["plain,1", "plain,Kthimi"], words
    assert offered(terren, monkeypatch, "plans", "add", "k") == []
    assert offered(terren, monkeypatch, "init", "--plan", "k") == ["file,k"]


def test_conflicts(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    for who, status in (("peja", "implemented"), ("peja2", "in_progress")):
        exchange.at(who, "set", "1.1.1", "--status", status)
        exchange.carry(who, "hq")
    (conflict,) = json.loads(exchange.at("hq", "conflicts", "--json").out)
    assert offered(partial(exchange.at, "hq"), monkeypatch, "resolve", "") == [f"plain,{conflict['id']}"]


@pytest.mark.usefixtures("enrolled")
def test_a_name_of_several_words_stays_one_in_each_shell(
    terren: Terren, monkeypatch: pytest.MonkeyPatch
) -> None:
    terren("list", "--overdue", "--save-filter", "Too late")
    words = ("list", "--filter")
    assert said(terren, monkeypatch, *words, "Too") == "plain,Too\\\\ late\n"
    assert said(terren, monkeypatch, *words, '"Too') == "plain,Too late\n"
    assert said(terren, monkeypatch, *words, "T", shell="powershell").startswith("'Too late'\t")


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


ASKED = {
    "bash --norc": 'eval "$(terren completion bash)"; COMP_WORDS=(terren trust re); COMP_CWORD=2;'
    ' _terren_completion terren; printf "%s\\n" "${COMPREPLY[@]}"',
    # what registers and shows needs a terminal there
    "zsh -f": 'compdef() { : }; _describe() { print -l -- "${(P@)3}" }; eval "$(terren completion zsh)";'
    " words=(terren trust re); CURRENT=3; _terren_completion",
    "fish -N": 'terren completion fish | source; complete -C "terren trust re"',
}


@pytest.mark.parametrize("shell", ASKED)
def test_the_shell_itself_completes(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell.split()[0]) is None:
        pytest.skip(f"there is no {shell.split()[0]} here")
    terren = tmp_path / "terren"
    terren.write_text(f'#!/bin/sh\nexec {sys.executable} -m terren "$@"\n')
    terren.chmod(0o755)
    done = subprocess.run(
        [*shell.split(), "-c", ASKED[shell]],
        env={
            **os.environ,
            "HOME": str(tmp_path),
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "import")]),
        },
        capture_output=True,
        text=True,
    )
    # two of them say what a word means as well
    offered = [re.split(r"[:\t]", line)[0] for line in done.stdout.splitlines()]
    assert sorted(offered) == ["renew", "request", "reserve", "revoke"], done.stderr


def test_help_is_that_of_the_command(terren: Terren) -> None:
    assert terren("help", "trust", "accept").out == terren("trust", "accept", "--help").out
    assert terren("help", "set").out == terren("set", "-h").out
    assert terren("help").out == terren("-h").out
    wrong = terren("help", "trust", "acept")
    assert wrong.code == 2
    assert "accept" in wrong.err
    assert terren("help", "set", "further").code == 2


def test_help_speaks_the_language_of_who_enrolled(
    terren: Terren, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TERREN_LANGUAGE")
    terren("init", "--officer", "Arta", "--unit", "Pejë", "--plan", published, "--language", "sr")
    language.use("en")
    assert terren("help", "set").out.startswith("Upotreba: ")
    assert json.loads(terren("help", "set", "--json").out)["help"].startswith("Upotreba: ")
