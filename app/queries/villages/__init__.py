"""What stands on the board of a village, and the releases by which it came there."""
