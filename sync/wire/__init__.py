"""The bytes of a change set: frame, header, body, sections, lines, keys and signatures, sealing.

``format`` is the frame with its header, ``body`` what the sender tells, ``section`` what follows;
``strict`` and ``limits`` say what is refused as malformed. The faces take check codes and fingerprints.
It imports the store alone.
"""
