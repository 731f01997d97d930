"""What headquarters prints: minutes, letters and the comparison of two revisions, as text, Markdown and HTML.

The report on a period is made in ``report.periodic``, lists and tables in ``report.lists``.

The faces import ``minutes``, ``revision`` and ``plain``; ``document`` is data, and its forms are made of it.
It imports store and language.
"""
