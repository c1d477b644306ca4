"""VK, for customers: the messages of one community, by the Callback API or by polling."""
