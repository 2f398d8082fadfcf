"""Households 一户一档 and points 文明积分 as a village lives them: 评 votes, 奖 rewards, 罚 deductions, 帮 help."""
