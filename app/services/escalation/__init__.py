"""What an area says of late cases, the ladder 超期升级 and the reply times of orders 督办: administered, previewed."""
