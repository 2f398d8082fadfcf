"""What the worker does in time: firing timers, computing deadlines anew, keeping the one clock."""
