"""The page of the settings, in the current language: the configuration, and what the environment says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from language import N_, _
from store.db.settings import Settings
from terren.help.guides import table_lines

CONFIGURATION: Final = {
    "database": (
        '"/path/to/terren.db"',
        N_(
            "The database that is opened; a path that is not whole begins at the folder of the configuration."
        ),
    ),
    "language": (
        '"sr"',
        N_(
            "`sq`, `sr`, `sr-Cyrl` or `en`: in which Terren speaks where nobody has enrolled yet. Who enrols"
            " chooses one."
        ),
    ),
    "receipt_days": ("14", N_("Days without a receipt after which `list`, `export` and `doctor` say so.")),
    "keep_days": ("365", N_("Days after which `terren tidy` removes what no restore needs.")),
    "trust": (
        '"accept"',
        N_(
            "`accept`: the files of a new sender wait until a person has accepted it. `first_sight`: the"
            " first file of a sender accepts it; headquarters always waits for a person."
        ),
    ),
    "mailbox": (
        '"postgresql://arta@server.example/terren"',
        N_(
            "The folder, or the address of the server, through which one exchanges where no other is named. A"
            " server is listened to while the screen is open. No password stands here: see the guide to the"
            " server."
        ),
    ),
    "seal": (
        "false",
        N_(
            "`true` seals every file that is written: only headquarters and this computer can read it. It"
            " needs pyrage, which every bundle has."
        ),
    ),
    "ask": (
        '"reason"',
        N_(
            "After which statuses the interface asks for what belongs to them: `always` where something does,"
            " `reason` only for the missing reason of “not implemented”, `never`."
        ),
    ),
    "ascii": (
        "false",
        N_(
            "`true`: plain letters and lines, for consoles that lack the signs. If not given, so on the bare"
            " console of Linux alone."
        ),
    ),
    "theme": (
        '"dark"',
        N_(
            "The colours of the interface until somebody chooses there: `dark`, `light`, `contrast`, or"
            " `user`, those of `theme.toml`."
        ),
    ),
    "editor": (
        '"nano"',
        N_(
            "The program that `Ctrl+E` opens for long texts. `VISUAL` and `EDITOR` come before it; without"
            " any of them nothing is opened."
        ),
    ),
    "filters": (
        '"Late" = "mine overdue"',
        N_(
            "Saved filters, one a line. `terren list --save-filter` and the screen write them, and leave all"
            " other lines as they are."
        ),
    ),
    "keys": (
        'note = "f6 N"\nsearch = "slash f3"',
        N_(
            "Other keys for commands of the interface, by the names in [keys.md](keys.md). What clashes or is"
            " unknown is said when the interface opens, and the usual keys stay."
        ),
    ),
}
"""Every setting: an example in TOML, and what it means."""

ENVIRONMENT: Final = {
    "TERREN_HOME": N_("A folder for everything: configuration, keys, files and database."),
    "TERREN_DB": N_("The database that is opened."),
    "TERREN_LANGUAGE": N_("The language, with the codes of `language`."),
    "TERREN_ASCII": N_("`1` is `ascii = true`, `0` is `ascii = false`."),
    "TERREN_PAGER": N_(
        "What shows a text that is longer than the terminal; if not given `PAGER`, else `less`. Empty or"
        " `cat`: nothing does."
    ),
    "NO_COLOR": N_("Set to anything: no colours in what commands print. So with `TERM=dumb`."),
    "VISUAL": N_("The editor of long texts; if not given `EDITOR`, else the setting `editor`."),
    "TMPDIR": N_("The folder for files that are needed only while a command runs; on Windows `TEMP`."),
}
"""The variables of the environment, and what they mean."""


def settings_page() -> str:
    """Return every setting, with its default, its meaning and an example, as Markdown."""
    return "\n".join(_lines()) + "\n"


def example() -> str:
    """Return a configuration with every setting."""
    plain = [f"{name} = {value}" for name, (value, _meaning) in CONFIGURATION.items() if name not in _TABLES]
    tables = [f"\n[{name}]\n{CONFIGURATION[name][0]}" for name in _TABLES]
    return "\n".join([*plain, *tables])


_TABLES: Final = ("filters", "keys")


def _lines() -> Iterator[str]:
    from tui.app.themes import COLOURS

    yield from (f"# {_('Settings')}", "")
    yield _(
        "Terren needs none. They stand in the file `config.toml`, in TOML; `terren locate` says where it"
        " lies. A mistake in `ascii`, `theme`, `editor` or `keys` is told and hinders nothing; with any other"
        " mistake commands are refused, and say where it is."
    )
    yield from ("", f"## {_('Configuration')}", "")
    yield from table_lines(
        (_("setting"), _("if not given"), _("meaning")),
        (
            (f"`{name}`", _default(Settings._field_defaults[name]), _(meaning))
            for name, (_value, meaning) in CONFIGURATION.items()
        ),
    )
    yield from ("", "```", *example().splitlines(), "```", "")
    yield _(
        "`theme.toml`, beside the configuration, makes a theme of your own: `primary` is needed; {colours}"
        ' (colours such as `"#ffcc00"`) and `dark` (`true` or `false`) may stand beside it.'
    ).format(colours=", ".join(f"`{name}`" for name in COLOURS[1:]))
    yield from ("", f"## {_('Environment')}", "")
    yield from table_lines(
        (_("variable"), _("meaning")), ((f"`{name}`", _(meaning)) for name, meaning in ENVIRONMENT.items())
    )
    yield from ("", f"## {_('Which of them counts')}", "")
    yield _(
        "**Database:** `--db`, else that of the plan that `--plan` names, else `TERREN_DB`, else that of the"
        " plan that is open (`terren plans`). That of the first plan is the setting `database`, else"
        " `terren.db` in the user's own folder for data."
    )
    yield ""
    yield _(
        "**Language:** `--language`, else `TERREN_LANGUAGE`, else the one chosen when enrolling, else the"
        " setting `language`, else the language of the system, else Albanian."
    )


def _default(value: Any) -> str:
    if value is None or value == "" or value == {}:
        return "–"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
