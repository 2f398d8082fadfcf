"""Who hears of an event, and with whom a case is."""
