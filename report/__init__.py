"""What headquarters prints: minutes and the comparison of two revisions, as text, Markdown and HTML.

The faces import ``minutes``, ``revision`` and ``plain``; ``document`` is data, and its forms are made of it.
It imports store and language.
"""
