"""The tree of the plan: which rows show, how they are drawn, what is remembered of them."""
