"""Reference data, no code: municipalities, ministries and donors, acronyms, and names of institutions.

store.plan.units and planreader.vocabulary.reference read the files; nobody imports this package.
It imports nothing.
"""
