"""The rules of approval: values in, values out, with no clock, no I/O and no logging."""
