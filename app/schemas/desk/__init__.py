"""The dispatch desk 派遣台: its rows, saved views, looks and batches."""
