"""Researches, plans, writes and publishes a piece, with people at two gates; what each stage made is kept."""
