"""The bytes of a change set: frame, header, body, sections, lines, keys and signatures, sealing.

Other rooms of sync read and write files through it; the faces take check codes and fingerprints.
It imports the store alone.
"""
