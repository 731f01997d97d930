"""``terren demo``: installations with a made-up year of reporting, to try everything."""

from __future__ import annotations

import language
from language import N_, _
from store.db.system import path_of
from terren import output
from terren.declare import argument, command
from terren.session import Session


@command(
    "demo",
    N_(
        "Make a made-up year of reporting on the plan that comes with Terren in FOLDER: headquarters, a"
        " municipality's officer and a ministry's, each a TERREN_HOME, and a stick with a file that is not"
        " taken yet. Nothing else is touched."
    ),
)
def demo_command(
    session: Session,
    folder: str = argument("FOLDER"),
) -> None:
    from sync.demo.making import make_demo

    session.begin_speaking()
    made = make_demo(path_of(folder).absolute(), language=language.current(), progress=_progress)
    output.give(lambda: made, map(str, made))
    *homes, _stick = made
    output.tell(_("Try it: TERREN_HOME={home} terren").format(home=homes[0]))


def _progress(done: int, of: int) -> None:
    if done == of or done % 10 == 0:
        output.tell(_("{done} of {of} units have reported.").format(done=done, of=of))
