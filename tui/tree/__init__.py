"""The tree of the plan: which rows show, what is marked, how they are drawn, what is remembered of them.

Import PlanTree with its TreeModel.
It imports store.status, screens, widgets and commands.
"""
