"""From rows with roles to the plan: money placed, names listed, places and reasons noted.

``builder`` is the way in. Nothing here repairs what the document says.
"""
