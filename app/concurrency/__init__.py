"""Work beside other work: in slices, in the background, in processes of its own."""
