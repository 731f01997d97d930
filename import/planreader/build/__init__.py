"""From rows with roles to the plan: money placed, names listed, places and reasons noted.

``builder`` is the way in. Nothing here repairs what the document says.
It imports interpret, sources and vocabulary, and the model of store.plan.
"""
