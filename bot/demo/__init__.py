"""The demo company, Marlow & Pine: a shop for household goods in four languages."""
