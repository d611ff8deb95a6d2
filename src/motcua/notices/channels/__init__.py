"""How messages leave the house: one sender per channel, each with one way to say what became of a message."""
