"""Text dumps as grids: lines, cut where objectives, indicators, actions and totals begin, put into cells.

``textgrid`` is the way in; the cells of an action are found in ``segments``. What the rows say is read from
the grid, as it is of every other format.
"""
