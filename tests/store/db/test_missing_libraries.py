"""A library that is missing: what brings it, to the computer and the Terren that are here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import language
from language.messages import message
from store.db import errors
from store.db.errors import UserError, library_needed

BUNDLES = {"installed": "bundle.json", "pyz": "wheels.zip"}
WORDS = {"sq": "në qendër", "sr": "u centrali", "en": "at headquarters"}


def refused(extra: str = "hq") -> UserError:
    with pytest.raises(UserError) as found, library_needed(extra):
        raise ModuleNotFoundError(name="docx.shared")
    return found.value


def said(speech: str, extra: str = "hq") -> str:
    error = refused(extra)
    with language.speaking(speech):
        return message(error.code, error.params)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder above the modules, as pip makes one."""
    monkeypatch.setattr(errors, "_HERE", tmp_path / "lib" / "terren" / "rooms" / "store" / "errors.py")
    return tmp_path


@pytest.mark.parametrize("speech", WORDS)
@pytest.mark.parametrize("kind", BUNDLES)
@pytest.mark.parametrize(
    ("system", "processor", "bundle"),
    [
        ("win32", "AMD64", "terren-hq-…-windows-x64.zip"),
        ("linux", "x86_64", "terren-hq-…-linux-x86_64.zip"),
        ("linux", "aarch64", ""),
        ("darwin", "arm64", ""),
    ],
)
def test_a_bundle_names_headquarters_one_for_this_computer_or_says_that_there_is_none(
    site: Path,
    system: str,
    processor: str,
    bundle: str,
    kind: str,
    speech: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (site / BUNDLES[kind]).touch()
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("platform.machine", lambda: processor)
    told = said(speech)
    assert "docx" in told and WORDS[speech] in told
    assert (bundle or f"{system}-{processor}") in told
    assert told.count("zip") == bool(bundle)
    assert "pip" not in told and "make" not in told


def test_a_checkout_and_what_pip_has_installed_say_the_command(site: Path) -> None:
    assert f'“{sys.executable} -m pip install "terren-….whl[hq]"”' in said("en")
    assert "zip" not in said("en")
    (site / "pyproject.toml").touch()
    assert said("en").endswith("With internet it is installed by “make run”.")


def test_what_no_bundle_has_is_named_in_none(site: Path) -> None:
    assert f"“{sys.executable} -m pip install docx”" in said("en", "serve")
    (site / BUNDLES["installed"]).touch()
    assert "zip" not in said("en", "serve") and "pip" not in said("en", "serve")
    assert "terren guide data" in said("en", "serve")


def test_no_bundle_is_told_to_use_a_pip_that_it_has_not(site: Path) -> None:
    assert errors.pip_installs("weasyprint") == f"{sys.executable} -m pip install weasyprint"
    (site / BUNDLES["installed"]).touch()
    told = message("pdf_missing", {"detail": "x", "command": errors.pip_installs("weasyprint")})
    assert "pip" not in told and "FILE.html" in told
