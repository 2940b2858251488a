"""The sandbox's page: what its scripts promise."""
