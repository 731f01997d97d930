"""What a document says against itself or leaves blank.

``findings`` lists it, ``settling`` says which fields would settle it; words are made in language.findings.
It imports build and what lies below it.
"""
