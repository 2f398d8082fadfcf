"""Wire shapes of households 户档 and points 文明积分."""
