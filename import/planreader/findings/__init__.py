"""What a document says against itself or leaves blank.

``findings`` lists it, ``settling`` says which fields would settle it. Findings are data; their words are
made elsewhere.
"""
