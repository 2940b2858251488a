"""Payloads read and answers composed, dialect by dialect."""
