"""What is asked and written for the dispatch desk 派遣台."""
