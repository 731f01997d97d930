"""What holds for the whole source and is no behaviour: sizes, the glossary, one word for one thing,
assertions that are seen in tests.

``make check`` looks at it: ``python -m tools.rules`` prints each fault and ends with 1 where there is one.
"""
