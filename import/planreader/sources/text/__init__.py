"""Text dumps: lines, and the words on them.

Page marks are taken out, words that a narrow column cut are put together, and text that a tool took out of a
PDF is refused by its look.
"""
