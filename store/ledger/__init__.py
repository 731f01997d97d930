"""Every edit ever made: changes, who writes them, appending them, heads, the state that follows.

Import changes, the writing transaction and the identity; rows are appended here and nowhere else.
It imports store.db and store.plan.
"""
