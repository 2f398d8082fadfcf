"""The trade in pure Python: states, actions, who and when, in one table. Imports nothing installed.

Read `states`, then `transitions`; the other modules are the words they are written in.
"""
