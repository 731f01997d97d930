"""A text dump as rows: where headings, objectives, indicators, actions and totals begin among its lines.

``textdump`` is the way in; the cells of an action are found in ``segments``.
"""
