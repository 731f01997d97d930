"""Makes the guides a site that is read offline, from a folder: ``make site`` writes ``terren/site``.

It calls MkDocs (the extra ``docs``), and imports what pages are made of: terren.help and language.
"""
