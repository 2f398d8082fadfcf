"""What people read: cases, lists, queues, deadlines and the home screen, each in its reader's scope."""
