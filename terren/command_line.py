"""The root command: a table of commands, each imported when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from language import N_, _
from terren import __version__, build
from terren.declare import TerrenCommand
from terren.groups import Group
from terren.help.form import Option
from terren.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Entry(NamedTuple):
    """Where a command is and what it does in a line."""

    module: str
    help: str


COMMANDS: Final = {
    "init": Entry("keep.setup", N_("Enrol: make a database for an officer and a unit.")),
    "plans": Entry("keep.plans", N_("Several plans under one home: list, begin, choose, rename.")),
    "correct-enrolment": Entry("keep.setup", N_("Correct under which name, unit and role one enrolled.")),
    "import": Entry("plan.importing", N_("Read a plan document.")),
    "revision": Entry("plan.revision", N_("Revise the plan, and take a revision that waits.")),
    "plan": Entry("plan.plan", N_("Print the plan, or one objective or action as the plan says.")),
    "list": Entry("look.listing", N_("List actions with their progress.")),
    "show": Entry("look.showing", N_("Show everything about one action.")),
    "reports": Entry("look.reports", N_("List what each unit reported, period by period.")),
    "units": Entry(
        "look.units", N_("List the units: who is enrolled, last heard when, what is outstanding.")
    ),
    "indicators": Entry("look.units", N_("List the indicators and what was measured.")),
    "set": Entry("reporting.progress", N_("Report the status of an action and what belongs to it.")),
    "report-from": Entry("reporting.tables", N_("Record what a table that somebody sent reports.")),
    "spend": Entry("reporting.figures", N_("Report money of one year.")),
    "note": Entry("reporting.progress", N_("Add a note to an action.")),
    "evidence": Entry("reporting.progress", N_("Add evidence to an action.")),
    "redact": Entry(
        "headquarters.redacting", N_("Take the text of a note or of evidence away, everywhere, for good.")
    ),
    "measure": Entry("reporting.figures", N_("Record a measured value of an indicator.")),
    "passport": Entry("headquarters.passports", N_("Say how an indicator is measured, by whom, and when.")),
    "assess": Entry("headquarters.assessing", N_("Record headquarters' assessment of an action.")),
    "approve": Entry("headquarters.assessing", N_("Approve what units reported on actions.")),
    "reviews": Entry("look.reviews", N_("List the reports that wait for a review.")),
    "return": Entry("headquarters.assessing", N_("Return what a unit reported on an action, with a reason.")),
    "cancel": Entry("headquarters.assessing", N_("Record headquarters' decision to cancel an action.")),
    "decide": Entry("headquarters.agreeing", N_("Record a decision on an action.")),
    "agreed": Entry("headquarters.agreeing", N_("List the decisions that are not done.")),
    "follow-up": Entry("headquarters.agreeing", N_("Record what became of a decision.")),
    "undo": Entry("reporting.history", N_("Take back the last edit.")),
    "redo": Entry("reporting.history", N_("Set again what was taken back.")),
    "log": Entry("reporting.history", N_("List changes, the newest first.")),
    "rates": Entry("look.rating", N_("Implementation rate, coverage and money of a year.")),
    "report": Entry("headquarters.periodic", N_("Write the report on a period, or prove one.")),
    "matrix": Entry("look.units", N_("What each unit reported on each action.")),
    "names": Entry("headquarters.naming", N_("Group the spellings of one name, for filters and reports.")),
    "institution": Entry("headquarters.institution", N_("Say what stands on the cover of reports.")),
    "publish-data": Entry("headquarters.data", N_("Write the data as tables, into a file or on a server.")),
    "serve": Entry("headquarters.data", N_("Show the data in the browser, for analysts.")),
    "narrative": Entry("headquarters.narrating", N_("Read and write the words of the report.")),
    "expected": Entry("headquarters.expecting", N_("Say who is expected to report, or set it.")),
    "period": Entry("headquarters.calendar", N_("Ask for the reports of a period, close it, list all.")),
    "remind": Entry("headquarters.calendar", N_("Write reminder letters to units with outstanding reports.")),
    "meeting": Entry("headquarters.meeting", N_("Open a meeting, change it, or list all.")),
    "minutes": Entry("headquarters.meeting", N_("Write the minutes of a meeting.")),
    "conflicts": Entry("headquarters.deciding", N_("List the conflicts that wait for somebody to decide.")),
    "resolve": Entry("headquarters.deciding", N_("Decide a conflict.")),
    "export": Entry("exchange.files", N_("Write a file for the other side.")),
    "receive": Entry("exchange.files", N_("Import files that others wrote.")),
    "form": Entry("exchange.forms", N_("Write forms for units that report without Terren.")),
    "enter": Entry("exchange.entering", N_("Record a paper form that came back.")),
    "sync": Entry("exchange.files", N_("Exchange files through a folder that everybody writes to.")),
    "server": Entry("exchange.server", N_("Make and look at a server that desks exchange through.")),
    "sent": Entry("exchange.status", N_("List the files that were written here, and whether they arrived.")),
    "inbox": Entry("exchange.inbox", N_("List what was received, and what of it waits.")),
    "publish-update": Entry("exchange.updating", N_("Publish a newer version of Terren to everybody.")),
    "update": Entry("exchange.updating", N_("Install the newer version that was published, or go back.")),
    "status": Entry(
        "exchange.status", N_("Say what is unsent, what waits, and what came in since you last looked.")
    ),
    "trust": Entry("exchange.trust", N_("Manage trusted senders.")),
    "state": Entry("keep.keeping", N_("Print every register, to compare two databases.")),
    "demo": Entry(
        "keep.setup", N_("Make installations with a made-up year of reporting, to try everything.")
    ),
    "verify": Entry("keep.keeping", N_("Prove that the database is whole.")),
    "backup": Entry("keep.keeping", N_("Write a checked copy of the database.")),
    "tidy": Entry("keep.keeping", N_("Remove kept files and backups that are not needed any more.")),
    "restore": Entry("keep.restoring", N_("Go on from a backup.")),
    "doctor": Entry(
        "keep.doctor", N_("Check this installation: what is OK, what needs attention, and what to do.")
    ),
    "locate": Entry("keep.setup", N_("Say where Terren keeps its files.")),
    "install": Entry("keep.installing", N_("Install the folder for Windows for its user.")),
    "uninstall": Entry("keep.installing", N_("Remove Terren from this computer, with its data or without.")),
    "help": Entry("keep.helping", N_("Show what a command does and takes.")),
    "guide": Entry("keep.helping", N_("Print a guide: for officers, of keys, of commands.")),
    "completion": Entry("keep.helping", N_("Let a shell complete commands on the Tab key.")),
    "man": Entry("keep.helping", N_("Write manual pages.")),
}

GROUPS: Final = {
    "plan": N_("The plan"),
    "look": N_("Looking at it"),
    "reporting": N_("Reporting"),
    "headquarters": N_("Headquarters and meetings"),
    "exchange": N_("Exchange"),
    "keep": N_("Setting up, keeping, and help"),
}
"""What help calls the packages of commands, in its order."""

EXIT_CODES: Final = {
    "0": N_("done"),
    "1": N_("refused, nothing changed"),
    "2": N_("the command was used wrongly"),
    "3": N_("done, and something waits for a person: a conflict, a held or a missing file"),
}


class Terren(Group):
    """The root command. Help lists the table without importing anything."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None where there is none of that name."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        declared = getattr(
            import_module(f"terren.commands.{entry.module}"), f"{cmd_name.replace('-', '_')}_command"
        )
        assert isinstance(declared, (TerrenCommand, Group))
        return declared

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that a shell offers, by the table alone."""
        from click.shell_completion import CompletionItem

        names = [(name, _(entry.help)) for name, entry in COMMANDS.items() if name.startswith(incomplete)]
        return [
            *(CompletionItem(name, help=help) for name, help in names),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [f"[{_('OPTIONS')}]", f"[{_('COMMAND')} …]"]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                _("Reporting on government action plans. Without a command the interface opens.")
            )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands of each package with a line of help each."""
        width = max(map(len, COMMANDS))
        for group, title in GROUPS.items():
            with formatter.section(_(title)):
                formatter.write_dl(
                    [
                        (name.ljust(width), _(entry.help))
                        for name, entry in COMMANDS.items()
                        if entry.module.startswith(f"{group}.")
                    ]
                )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes."""
        with formatter.section(_("Exit codes")):
            formatter.write_dl([(code, _(meaning)) for code, meaning in EXIT_CODES.items()])


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        of = build()
        click.echo(f"terren {__version__} ({of})" if of else f"terren {__version__}")
        ctx.exit()


@click.pass_context
def _open_interface(ctx: click.Context, ascii: bool) -> int | None:
    session = ctx.ensure_object(Session)
    if ctx.invoked_subcommand is not None:
        return None
    return session.open_interface(ascii=ascii)


terren: Final = Terren(
    "terren",
    callback=_open_interface,
    more=[
        Option(
            ["--ascii"],
            is_flag=True,
            help=N_("Open the interface in plain letters and lines, for old consoles."),
        ),
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_print_version,
            help=N_("Print the version."),
        ),
    ],
)
