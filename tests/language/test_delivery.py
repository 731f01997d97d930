"""Why a file waits."""

from __future__ import annotations

import pytest

from language.delivery import waiting_reason


@pytest.mark.parametrize(
    ("reason", "role", "words"),
    [
        ("revoked", "headquarters", "the key of Agim, Pejë, has been revoked"),
        ("author", "headquarters", "changes by Agim, Pejë, who is not accepted yet"),
        ("stranger", "headquarters", "it says that headquarters (Agim, Pejë) wrote it"),
        ("stranger", "field", "its sender is not accepted yet"),
    ],
)
def test_each_reason_has_its_sentence(reason: str, role: str, words: str) -> None:
    assert words in waiting_reason(reason, role, officer="Agim", unit="Pejë")
