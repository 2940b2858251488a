"""What forms say: hints, and errors that name what to write instead."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.slack.wording import quantities
from bot.slack.wording.saying import say, section, whole

YES = say("form.yes")
NO = say("form.no")
REST = say("form.rest")
REST_HINT = say("form.rest_hint")
NONE = say("form.none")
NO_ANSWER = say("form.no_answer")
JSON_HINTS: Mapping[str, str] = MappingProxyType(section("form.json_hints"))
JSON_HINT = JSON_HINTS["other"]
TOO_LONG = say("form.too_long")
NOT_OFFERED = say("form.not_offered")
OTHER_KIND = say("form.other_kind")
NO_ROOM = say("form.no_room")
NO_JSON_SCHEMA = say("form.no_json_schema")
TOO_MUCH_WORK = say("form.too_much_work")
MISSING = say("form.missing")
NOT_JSON = say("form.not_json")
TOO_EXACT = say("form.too_exact")
ONE_VALUE = say("form.one_value")
EACH_ONCE = say("form.each_once")
NAME_TWICE = say("form.name_twice")
FORBIDDEN = say("form.forbidden")
NO_SUCH_CHOICE = say("form.no_such_choice")
OPTIONAL = say("form.takes.optional")
KINDS: Mapping[str, str] = MappingProxyType(section("form.kinds"))
FORMATS: Mapping[str, str] = MappingProxyType(section("form.formats"))
TYPES: Mapping[str, str] = MappingProxyType(section("form.types"))
NOT_AN_OBJECT = TYPES["object"]
WHOLE_NUMBER = TYPES["integer"]
ANY_NUMBER = TYPES["number"]


def at_least(bound: str) -> str:
    """Below `minimum`."""
    return say("form.at_least", bound=bound)


def at_most(bound: str) -> str:
    """Above `maximum`."""
    return say("form.at_most", bound=bound)


def more_than(bound: str) -> str:
    """Not above `exclusiveMinimum`."""
    return say("form.more_than", bound=bound)


def less_than(bound: str) -> str:
    """Not below `exclusiveMaximum`."""
    return say("form.less_than", bound=bound)


def multiple_of(step: str) -> str:
    """No multiple of `multipleOf`."""
    return say("form.multiple_of", step=step)


def longer(characters: str) -> str:
    """Shorter than `minLength`."""
    return say("form.longer", characters=characters)


def shorter(characters: str) -> str:
    """Longer than `maxLength`."""
    return say("form.shorter", characters=characters)


def part_of(outer: str, inner: str) -> str:
    """The label of a property of an object."""
    return say("form.part_of", outer=outer, inner=inner)


def about(label: str, description: str) -> str:
    """What an object is about, above the fields of its properties."""
    return say("form.about", label=label, description=description)


def kept(label: str, why: str) -> str:
    """A value that an edit cannot show."""
    return say("form.kept", label=label, why=why)


def kept_default(label: str, why: str) -> str:
    """A default that a form cannot show."""
    return say("form.kept_default", label=label, why=why)


def broken(why: str) -> str:
    """A form that nothing can be sent with."""
    return say("form.broken", why=why)


def ill_formed(where: str, why: str) -> str:
    """A schema that is none; `where` is a path within it, and may be empty."""
    return say("form.ill_formed", where=where, why=why) if where else why


def outside(reference: str) -> str:
    """A reference that leads out of the schema."""
    return say("form.outside", reference=reference)


def unsupported(keyword: str) -> str:
    """A keyword of JSON Schema that forms do not know."""
    return say("form.unsupported", keyword=keyword)


def too_large(characters: int) -> str:
    """A schema beyond all measure."""
    return say("form.too_large", characters=whole(characters))


def long_pattern(characters: int) -> str:
    """A pattern beyond all measure."""
    return say("form.long_pattern", characters=characters)


def broken_pattern(pattern: str, why: str) -> str:
    """A pattern that cannot be matched."""
    return say("form.broken_pattern", pattern=pattern, why=why)


def at(where: str, said: str) -> str:
    """A complaint about a place within a value; `where` may be empty."""
    return say("form.at", where=where, said=said) if where else said


def lacks(names: str) -> str:
    """An object without what it must have."""
    return say("form.lacks", names=names)


def unexpected(name: str) -> str:
    """A property that the schema does not allow."""
    return say("form.unexpected", name=name)


def has_its_own_field(name: str) -> str:
    """A name among the other values that is a field of the form."""
    return say("form.has_its_own_field", name=name)


def either(ways: Sequence[str]) -> str:
    """What to write instead, where several things would do."""
    return say("form.either").join(ways)


def fits_here(characters: int) -> str:
    """Where a value may be longer than a form can hold."""
    return say("form.fits_here", characters=whole(characters))


def matching(pattern: str, like: str) -> str:
    """Does not match `pattern`; `like` is an example or a description, and may be empty."""
    return say("form.matching", like=like or pattern)


def one_of(choices: str) -> str:
    """Not among the choices."""
    return say("form.one_of", choices=choices)


def unfit(what: str) -> str:
    """Anything else the schema forbids, in its own words."""
    return say("form.unfit", what=what)


def uncheckable(why: str) -> str:
    """The schema itself is broken."""
    return say("form.uncheckable", why=why)


def unknown_key(key: str, nearest: str) -> str:
    """A `key=value` whose key the workflow does not know; `nearest` may be empty."""
    guess = say("form.nearest_key", nearest=nearest) if nearest else ""
    return quantities.sentences([say("form.unknown_key", key=key), guess])


def not_a_pair(word: str) -> str:
    """A word after the command that is no `key=value`."""
    return say("form.not_a_pair", word=word)


def twice(key: str) -> str:
    """A key that came more than once."""
    return say("form.twice", key=key)


def just_one_of(choices: str) -> str:
    """The values that there are."""
    return say("form.takes.one_of", choices=choices)


def some_of(choices: str) -> str:
    """The values that there are, where several may be chosen."""
    return say("form.takes.some_of", choices=choices)


def between(least: str, most: str) -> str:
    """A least and a most."""
    return say("form.takes.between", least=least, most=most)


def no_less(least: str) -> str:
    """A least alone."""
    return say("form.takes.no_less", least=least)


def no_more(most: str) -> str:
    """A most alone."""
    return say("form.takes.no_more", most=most)


def above(bound: str) -> str:
    """A bound that is too little itself."""
    return say("form.takes.above", bound=bound)


def below(bound: str) -> str:
    """A bound that is too much itself."""
    return say("form.takes.below", bound=bound)


def in_steps(step: str) -> str:
    """Multiples only."""
    return say("form.takes.in_steps", step=step)


def holds(names: str) -> str:
    """The names of values within a value."""
    return say("form.takes.holds", names=names)


def for_example(example: str) -> str:
    """A value that would do."""
    return say("form.takes.for_example", example=example)
