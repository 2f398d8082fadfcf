"""The rows of the table of moves, in files by the stage they belong to; `app/workflow/transitions.py` joins them."""
