"""Measures the product beside the least that any correct system must do, on this machine, in one run."""
