"""Properties of working time: whatever the calendars, the sums come out, and nothing runs backwards."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.approvals.calendars import Calendar, after, before, opening, worked
from bot.approvals.hours import DAYS

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/Santiago",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
]
CLOCK_CHANGES = [
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 3, 8, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 9, 6, 4, tzinfo=UTC),
]
NIGHTS = Calendar(name="nights", zone="Europe/Berlin", days=DAYS, hours=("22:00-02:30", "00:00-02:10", "02:20-03:00"))


@st.composite
def hours(draw: st.DrawFn) -> str:
    begins = draw(st.integers(0, 24 * 60 - 1))
    ends = begins + draw(st.integers(30, 24 * 60 - 1))
    ends -= 24 * 60 * (ends > 24 * 60)
    return f"{begins // 60:02}:{begins % 60:02}-{ends // 60:02}:{ends % 60:02}"


calendars = st.builds(
    Calendar,
    name=st.just("any"),
    zone=st.sampled_from(ZONES),
    days=st.lists(st.sampled_from(DAYS), min_size=2, unique=True),
    hours=st.lists(hours() | st.just("00:00-24:00"), min_size=1, max_size=3),
    holidays=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=6),
)
unions = st.lists(calendars, min_size=1, max_size=3).map(tuple)
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 (Hypothesis wants them naive)
    st.builds(
        lambda change, minutes: change + minutes * MINUTE, st.sampled_from(CLOCK_CHANGES), st.integers(-2000, 2000)
    ),
)
spans = st.timedeltas(timedelta(microseconds=1), 20 * DAY)


@given(unions, moments, spans)
def test_as_much_is_worked_until_the_end_as_was_asked_for(
    union: tuple[Calendar, ...], start: datetime, span: timedelta
) -> None:
    assert worked(union, start, after(union, start, span)) == span


@given(unions, moments, spans)
def test_the_end_is_the_first_moment_by_which_so_much_is_worked(
    union: tuple[Calendar, ...], start: datetime, span: timedelta
) -> None:
    assert worked(union, start, after(union, start, span) - timedelta(microseconds=1)) < span


@given(unions, moments, spans, spans)
def test_what_begins_later_or_takes_longer_never_ends_earlier(
    union: tuple[Calendar, ...], start: datetime, span: timedelta, more: timedelta
) -> None:
    end = after(union, start, span)
    assert end <= after(union, start + more, span)
    assert end < after(union, start, span + more)


@given(unions, moments, spans)
def test_going_back_from_the_end_leads_to_the_first_working_moment(
    union: tuple[Calendar, ...], start: datetime, span: timedelta
) -> None:
    assert before(union, after(union, start, span), span) == opening(union, start)


@given(unions, moments, spans)
def test_so_much_is_left_from_before_until_the_end_and_no_later(
    union: tuple[Calendar, ...], end: datetime, span: timedelta
) -> None:
    begin = before(union, end, span)
    assert worked(union, begin, end) == span
    assert worked(union, begin + timedelta(microseconds=1), end) < span


@given(unions, moments)
def test_an_opening_is_open_and_nothing_before_it_is(union: tuple[Calendar, ...], at: datetime) -> None:
    opened = opening(union, at)
    assert opened >= at
    assert any(calendar.is_open(opened) for calendar in union)
    assert worked(union, at, opened) == timedelta()


@given(unions, moments, spans, spans)
def test_working_time_adds_up(
    union: tuple[Calendar, ...], start: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = start + first, start + first + second
    assert worked(union, start, middle) + worked(union, middle, end) == worked(union, start, end)


@given(calendars, calendars, moments, spans)
def test_two_calendars_are_open_no_less_than_each_and_no_more_than_both(
    one: Calendar, other: Calendar, start: datetime, length: timedelta
) -> None:
    end = start + length
    each = worked((one,), start, end), worked((other,), start, end)
    assert max(each) <= worked((one, other), start, end) <= sum(each, timedelta())
    assert worked((one, other), start, end) == worked((other, one), start, end)


@given(unions, moments)
@example((NIGHTS,), datetime(2026, 10, 24, 12, tzinfo=UTC))
@example((NIGHTS,), datetime(2026, 3, 28, 12, tzinfo=UTC))
@settings(max_examples=40)
def test_every_minute_counted_is_a_minute_in_which_the_clock_on_the_wall_shows_working_hours(
    union: tuple[Calendar, ...], about: datetime
) -> None:
    start = about.replace(second=0, microsecond=0)
    minutes = [start + count * MINUTE for count in range(40 * 60)]
    open_ones = [at for at in minutes if any(calendar.is_open(at) for calendar in union)]
    assert worked(union, start, start + 40 * 60 * MINUTE) == len(open_ones) * MINUTE


@given(calendars)
def test_a_calendar_on_file_is_the_same_when_it_is_read_again(calendar: Calendar) -> None:
    assert Calendar.model_validate_json(calendar.model_dump_json()) == calendar


@given(st.lists(hours(), max_size=3), st.lists(st.sampled_from(DAYS), max_size=7))
def test_whoever_is_never_there_has_no_calendar(spans_of_day: list[str], days: list[str]) -> None:
    assume(not spans_of_day or not days)
    try:
        Calendar(name="never", zone="UTC", days=tuple(days), hours=tuple(spans_of_day))
    except ValueError as mistake:
        assert "never open" in str(mistake)
    else:
        raise AssertionError("a calendar that is never open")
