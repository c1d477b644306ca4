"""How a customer feels, read from what they write. The words are in the README."""
