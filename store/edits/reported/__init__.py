"""What a table reports: its cells read, compared with what stands, and recorded in one batch.

From outside: ``table`` (the data), ``compare.preview_table``, ``record.record_table``, ``sources``. Beneath:
``store.edits``, ``store.ledger``, ``store.plan``, schema, language.
"""
