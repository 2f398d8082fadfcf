"""Whether two reports are of one matter: pure, of the words, the place, the category and the time alone."""
