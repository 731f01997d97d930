"""Commands on the plan and its documents: import with its review, plan, revision.

terren.command_line imports them when they are called; others use ``documents`` and ``revision_forms``.
They import planreader, store.revision and report.
"""
