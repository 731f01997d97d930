"""Makes what is carried to a computer without internet (``make bundle``): ``python -m tools.bundle``.

It builds from ``requirements-officer.lock`` and the checkout alone, and the same sources give the same bytes.
The way in is ``tools.bundle.__main__``; nothing of Terren imports it.
"""
