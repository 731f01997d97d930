"""PDF files: ruled tables, the lines in their cells, and what prints do to both.

``pdf_reader`` is the way in, ``pdf_boxes`` makes the cells. A PDF has letters and rules at places, no cells
and no paragraphs: these are drawn anew here.
"""
