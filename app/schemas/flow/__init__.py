"""The bodies of the actions 动作 on a case."""
