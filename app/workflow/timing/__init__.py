"""Time in the flow: working calendar 工作日历, limits, clocks, timers, ladder 超期升级."""
