"""Generators, training and evaluation of the models that ship."""
