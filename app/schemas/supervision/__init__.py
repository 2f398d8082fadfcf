"""What supervisors ask 督查, and the inbox 消息."""
