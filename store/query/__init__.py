"""What screen and command line show: one action in full, filters, overview, rates, the matrix of units.

Import any of these; none of them writes.
It imports every other package of the store but integrity.
"""
