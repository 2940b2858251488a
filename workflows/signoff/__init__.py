"""Gets a person's signature under anything that fits into a few words, such as a message somebody wrote."""
