"""The main screen: tree and action side by side, searching, and the way to every other screen."""
