"""Whether the stated test coverage reaches the threshold."""

from workflows.deploy.probes.finding import Change, Finding, Status

_ALMOST = 5.0


def probe(change: Change, threshold: float) -> Finding:
    """Pass from the threshold on, warn up to 5 points below or where no figure was given, else fail; all in percent."""
    if change.coverage is None:
        return Finding(Status.WARN, f"No figure was given, so nothing was compared; the threshold is {threshold:g} %.")
    words = f"Compared {change.coverage:g} %, as stated in the request, with the threshold of {threshold:g} %."
    if change.coverage >= threshold:
        return Finding(Status.PASS, words)
    return Finding(Status.WARN if change.coverage >= threshold - _ALMOST else Status.FAIL, words)
