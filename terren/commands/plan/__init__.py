"""Commands on the plan and its documents: import, plan, revision."""
