"""The main screen: PlanScreen with its controllers, one for each reason to change, and its pure pages.

Only tui.app imports it, and of it the screen.
It imports all other features, lazily where a command opens one; none imports it.
"""
