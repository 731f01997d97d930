"""What headquarters prints: minutes and the comparison of two revisions, as text, Markdown and HTML.

The faces import ``minutes`` and ``revision``; a document is data (``document``), its forms are made of it.
It imports store and language.
"""
