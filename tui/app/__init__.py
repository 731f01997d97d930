"""The way in, and what lives as long as the program: application, palette, themes, first run.

Import start; screens see the application through tui.screens.running.
It imports every screen, lazily.
"""
