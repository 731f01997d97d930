"""Programs and libraries that carry edits between databases by file, behind one face for comparison."""
