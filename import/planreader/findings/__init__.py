"""What a document says against itself or leaves blank.

``findings`` lists it, ``settling`` says which fields would settle it; ``language.reading`` makes the words.
It imports build and what lies below it.
"""
