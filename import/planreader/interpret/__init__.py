"""From cells to rows with roles: headings, objectives, indicators, actions and totals.

``gridrows`` reads the grid of any format; ``dump`` makes the grid of a text; ``headings`` tells columns and
labels. It imports sources and vocabulary.
"""
