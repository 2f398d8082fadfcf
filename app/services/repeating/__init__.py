"""Repeat demands 重复诉求: counted after the report by the worker, shown, raised 提级 by a rule of the area."""
