"""Holidays: a country's public holidays as dates, with those an operator adds and without those they take out."""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import holidays
from holidays.registry import COUNTRIES

from bot.approvals.hours import read_holidays

_FIELDS = ("country", "subdivision", "dates", "except")


def dates(spec: Any, years: Iterable[int]) -> tuple[date, ...]:
    """The holidays of these years that a policies file wants, in order, each once.

    `spec` is a list of dates, or names a `country` by its ISO code, a `subdivision` of it, and `dates` and `except`:
    lists of dates that are holidays there too, or are not, whatever their year. Raises ValueError in words for what
    nobody knows or can read.
    """
    fields = _checked(spec if isinstance(spec, Mapping) else {"dates": spec})
    country, subdivision = _code(fields, "country"), _code(fields, "subdivision")
    public = _public(country, subdivision, years) if country else set()
    added, taken_out = (_listed(fields, field) for field in ("dates", "except"))
    return tuple(sorted((public | added) - taken_out))


def _checked(spec: Mapping[Any, Any]) -> Mapping[str, Any]:
    unknown = [str(field) for field in spec if field not in _FIELDS]
    if unknown:
        raise ValueError(f"holidays have no field {unknown[0]}; write {', '.join(_FIELDS[:-1])} or {_FIELDS[-1]}")
    if "country" not in spec and ("dates" not in spec or "subdivision" in spec):
        raise ValueError("name the country of the holidays, such as country: DE, or list their dates")
    return spec


def _code(spec: Mapping[str, Any], field: str) -> str:
    code = spec.get(field, "")
    if isinstance(code, bool):  # YAML reads the codes of Norway and of Ontario, NO and ON, as false and true
        raise ValueError(f'YAML reads this {field} as yes or no; put it in quotes, such as {field}: "NO"')
    if not isinstance(code, str):
        example = "country: DE" if field == "country" else 'subdivision: "9", in quotes'
        raise ValueError(f"a {field} is written as its code, such as {example}")
    return code


def _public(country: str, subdivision: str, years: Iterable[int]) -> set[date]:
    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known:
        raise ValueError(f"no holidays are known of a country {country!r}{_nearest_country(country, known)}")
    if subdivision and subdivision not in known[country]:
        raise ValueError(f"{country} has no subdivision {subdivision!r}{_nearest(subdivision, known[country])}")
    return set(holidays.country_holidays(country, subdiv=subdivision or None, years=years))


def _nearest_country(country: str, known: Iterable[str]) -> str:
    named = {name.replace("_", " "): codes[1] for name, codes in COUNTRIES.items()}
    close = difflib.get_close_matches(country.lower(), named, n=1, cutoff=0.8)
    return f"; did you mean {named[close[0]]}?" if close else _nearest(country, known) or "; write its code, such as DE"


def _nearest(code: str, known: Iterable[str]) -> str:
    by_upper = {name.upper(): name for name in known}
    close = difflib.get_close_matches(code.upper(), by_upper, n=1)
    if close:
        return f"; did you mean {by_upper[close[0]]}?"
    return f"; known are {', '.join(sorted(by_upper.values()))}" if 0 < len(by_upper) <= 60 else ""


def _listed(spec: Mapping[str, Any], field: str) -> set[date]:
    listed = spec.get(field, ())
    if not isinstance(listed, list | tuple):
        raise ValueError(f"the {field} of holidays are listed, such as {field}: [2026-12-24]")
    return set(read_holidays(listed))
