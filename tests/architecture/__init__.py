"""What holds for the repository as a whole: who imports whom, how the code reads, what may be set."""
