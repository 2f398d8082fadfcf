"""The working calendar 工作日历 in service: seeded, looked up by area, administered."""
