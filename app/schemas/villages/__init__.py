"""Boards of villages 网上公开 and releases 公开审核 on the wire."""
