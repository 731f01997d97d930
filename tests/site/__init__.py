"""The guides as a site: the pages that it is made of, and the site itself where MkDocs is there."""
