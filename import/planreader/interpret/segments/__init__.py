"""The one segmentation: words of a row gathered into chunks, and chunks assigned to columns.

``tablerows`` is the way in, ``segment`` the dynamic programme; the rest says what a way costs.
"""
