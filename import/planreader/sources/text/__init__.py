"""Text dumps: lines, and the words on them.

Page marks are taken out, and words that a narrow column cut are put together.
"""
