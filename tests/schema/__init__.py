"""The declarations of fields, and that everything follows from them."""
