"""What the worker does in time: firing timers, reckoning deadlines anew, keeping the one clock."""
