"""Graphs as tutorials write them: none imports anything of this project."""
