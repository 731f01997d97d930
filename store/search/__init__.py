"""Finding actions by words, also mistyped ones.

Import store.search.search.
It imports status, plan and db.
"""
