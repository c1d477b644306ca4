"""The kinds of step that a flow is made of: a file each, with its fields and what it does."""
