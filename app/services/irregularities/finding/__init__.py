"""Finding what is odd in the cases of a batch: the record is asked, the rules of `workflow.irregularities` judge."""
