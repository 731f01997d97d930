"""What reading a plan document brings to light, in words: its fields, its places, findings, and questions.

Everybody may import these.
They import the rest of language.
"""
