"""A plan as a workbook: written without loss, and read back without a question.

``columns`` declares sheets and columns once for both ways. What is read comes from a hand: everything that
cannot be read is named with its cell, all at once. It imports findings, build, sources and vocabulary.
"""
