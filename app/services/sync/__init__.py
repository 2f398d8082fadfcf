"""What a phone exchanges with the service: operations in (push), everything that changed out (pull)."""
