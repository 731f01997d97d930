"""What headquarters decides on a document, and the reviewable form in which a plan is kept.

The faces import it: ``reading`` reads a document with the decisions on it, ``review`` takes answers one by
one, ``tomlform`` reads and writes ``*.plan.toml``. It imports every other room of the reader.
"""
