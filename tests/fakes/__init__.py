"""Stand-ins for other people's clouds, at the last wire: all of our own code runs against them."""
