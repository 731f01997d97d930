"""From cells to rows with roles: headings, objectives, indicators, actions and totals.

``gridrows`` reads the grid of a Word file, a workbook or a PDF; a text dump has a room of its own (``dump``).
Rooms beside: ``headings``, and how the cells of a dump are found (``segments``, ``namelists``).
"""
