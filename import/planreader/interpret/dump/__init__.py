"""Text dumps as grids: lines, cut where objectives, indicators, actions and totals begin, put into cells.

``reading`` is the way in; ``pieces``, ``columns``, ``learned`` and ``names`` find the cells of an action.
What the rows say is read from the grid, as it is of every other format.
"""
