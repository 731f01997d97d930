"""Lists of names in a dump: where the sources of funding end and the institutions begin.

``partners`` is the way in; the rest knows which pieces are one name.
"""
