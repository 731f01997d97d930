"""Publishing a revision of the plan, and taking one."""
