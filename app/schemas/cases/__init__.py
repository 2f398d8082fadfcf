"""Cases 案卷 on the wire: in, out, lists, history, deadlines."""
