"""Made-up documents as blocks, and the file formats written from them."""
