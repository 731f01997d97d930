"""What a person typed and nothing here can read."""

from __future__ import annotations


class Unreadable(ValueError):
    """A text that means nothing where it stands: ``code`` names the message, ``params`` what it quotes."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
