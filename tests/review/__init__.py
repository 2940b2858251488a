"""Tests of the workflows' door by itself."""
