"""A made-up year of reporting on the published plan, to try everything: ``terren demo``.

``story`` makes up what is reported, ``making`` lets installations live through it. Import make_demo.
It imports all of sync and what lies below it.
"""
