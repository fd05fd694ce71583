"""Read pages of documentation in any format into blocks."""
