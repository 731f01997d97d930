"""Tables whose columns the reader does not know, and what a person says they are.

``survey`` finds the columns there are, ``given`` is what somebody says of them, ``entry`` reads by it;
``cards`` and ``flat`` (its rows: ``flatlines``) are the shapes that a plan with objectives and numbers does not have.
"""
