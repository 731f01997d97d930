"""Tables whose columns the reader does not know, and what a person says they are.

``survey`` finds the columns there are, ``guesses`` what they seem to be, ``given`` is what somebody says of
them, ``entry`` reads by it; ``cards`` are a shape that a plan with objectives and numbers has not.
"""
