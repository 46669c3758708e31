"""Commands about the public data sets and what is read off them."""
