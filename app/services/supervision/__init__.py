"""What supervisors ask 督查, orders 督办, and the inbox 消息."""
