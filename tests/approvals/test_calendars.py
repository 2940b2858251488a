"""Calendars: working time over nights, week-ends, holidays, clock changes and several time zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.approvals.calendars import Calendar, after, before, opening, worked

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NOTHING = timedelta()

OFFICE = Calendar(name="office", zone="Europe/Berlin")
OVERSEAS = Calendar(name="overseas", zone="America/New_York")
ALWAYS = Calendar(name="always", zone="Europe/Berlin", days=("mon-sun",), hours=("00:00-24:00",))
NIGHTS = Calendar(name="nights", zone="Europe/Berlin", days=("mon-sun",), hours=("22:00-06:00",))
NIGHTS_OVERSEAS = NIGHTS.model_copy(update={"zone": "America/New_York"})
SHIFTS = Calendar(name="shifts", zone="Europe/Berlin", hours=("14:00-18:00", "08:00-12:00"))
CHRISTMAS = (date(2026, 12, 25), date(2026, 12, 28))


def berlin(day: str, clock: str = "00:00", *, second_time: bool = False) -> datetime:
    """A moment as a clock in Berlin shows it; `second_time` where it shows it twice."""
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=BERLIN, fold=second_time).astimezone(UTC)


def new_york(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=NEW_YORK).astimezone(UTC)


FRIDAY_EVENING = berlin("2026-11-20", "17:55")


def test_a_calendar_is_open_from_its_first_minute_until_its_last() -> None:
    assert not OFFICE.is_open(berlin("2026-11-20", "08:59"))
    assert OFFICE.is_open(berlin("2026-11-20", "09:00"))
    assert OFFICE.is_open(berlin("2026-11-20", "16:59"))
    assert not OFFICE.is_open(berlin("2026-11-20", "17:00"))


def test_on_friday_evening_the_next_opening_is_on_monday_morning() -> None:
    assert opening((OFFICE,), FRIDAY_EVENING) == berlin("2026-11-23", "09:00")


def test_a_calendar_that_is_open_opens_now() -> None:
    assert opening((OFFICE,), berlin("2026-11-20", "11:11")) == berlin("2026-11-20", "11:11")


def test_at_closing_time_it_is_closed() -> None:
    assert opening((OFFICE,), berlin("2026-11-20", "17:00")) == berlin("2026-11-23", "09:00")


def test_an_sla_of_four_hours_that_begins_on_friday_evening_ends_at_noon_and_an_hour_on_monday() -> None:
    assert after((OFFICE,), FRIDAY_EVENING, 4 * HOUR) == berlin("2026-11-23", "13:00")


def test_an_sla_begun_before_the_week_end_goes_on_after_it() -> None:
    assert after((OFFICE,), berlin("2026-11-20", "16:00"), 2 * HOUR) == berlin("2026-11-23", "10:00")


def test_a_span_that_ends_with_the_working_day_ends_on_that_day() -> None:
    assert after((OFFICE,), berlin("2026-11-20", "16:00"), HOUR) == berlin("2026-11-20", "17:00")


def test_a_week_end_with_holidays_next_to_it_is_passed_over_whole() -> None:
    calendar = OFFICE.model_copy(update={"holidays": CHRISTMAS})
    assert opening((calendar,), berlin("2026-12-24", "17:30")) == berlin("2026-12-29", "09:00")
    assert after((calendar,), berlin("2026-12-24", "16:00"), 2 * HOUR) == berlin("2026-12-29", "10:00")
    assert worked((calendar,), berlin("2026-12-24"), berlin("2026-12-30")) == 16 * HOUR


def test_time_over_a_lunch_break_does_not_count() -> None:
    assert after((SHIFTS,), berlin("2026-11-20", "11:00"), 2 * HOUR) == berlin("2026-11-20", "15:00")
    assert before((SHIFTS,), berlin("2026-11-20", "15:00"), 2 * HOUR) == berlin("2026-11-20", "11:00")


def test_the_night_of_a_friday_ends_on_saturday() -> None:
    calendar = Calendar(name="week nights", zone="Europe/Berlin", hours=("22:00-06:00",))
    assert calendar.is_open(berlin("2026-11-21", "05:59"))
    assert not calendar.is_open(berlin("2026-11-21", "06:00"))
    assert opening((calendar,), berlin("2026-11-21", "22:30")) == berlin("2026-11-23", "22:00")


def test_a_holiday_takes_away_the_night_that_begins_on_it_and_leaves_the_one_before() -> None:
    calendar = NIGHTS.model_copy(update={"holidays": (date(2026, 12, 25),)})
    assert calendar.is_open(berlin("2026-12-25", "03:00"))
    assert opening((calendar,), berlin("2026-12-25", "06:00")) == berlin("2026-12-26", "22:00")


@pytest.mark.parametrize(
    ("calendar", "evening", "hours"),
    [
        (NIGHTS, berlin("2026-03-28", "12:00"), 7),
        (NIGHTS, berlin("2026-10-24", "12:00"), 9),
        (NIGHTS_OVERSEAS, new_york("2026-03-07", "12:00"), 7),
        (NIGHTS_OVERSEAS, new_york("2026-10-31", "12:00"), 9),
    ],
)
def test_a_night_shift_is_an_hour_off_when_clocks_change(calendar: Calendar, evening: datetime, hours: int) -> None:
    assert worked((calendar,), evening, evening + DAY) == hours * HOUR


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-25", 24)])
def test_a_whole_day_lasts_as_long_as_it_does(day: str, hours: int) -> None:
    begin = berlin(day)
    end = begin + hours * HOUR
    assert end.astimezone(BERLIN).strftime("%H:%M") == "00:00"
    assert worked((ALWAYS,), begin, end) == hours * HOUR
    assert after((ALWAYS,), begin, hours * HOUR) == end
    assert before((ALWAYS,), end, hours * HOUR) == begin


def test_an_sla_over_the_night_clocks_are_put_forward_counts_hours_not_the_clock_on_the_wall() -> None:
    assert after((ALWAYS,), berlin("2026-03-28", "23:00"), 4 * HOUR) == berlin("2026-03-29", "04:00")


def test_an_sla_over_the_night_clocks_are_put_back_counts_hours_not_the_clock_on_the_wall() -> None:
    assert after((ALWAYS,), berlin("2026-10-24", "23:00"), 4 * HOUR) == berlin("2026-10-25", "02:00", second_time=True)


def test_office_hours_begin_by_the_local_clock_on_both_sides_of_a_clock_change() -> None:
    for saturday in ("2026-03-28", "2026-10-24"):
        monday = (date.fromisoformat(saturday) + 2 * DAY).isoformat()
        assert opening((OFFICE,), berlin(saturday, "12:00")) == berlin(monday, "09:00")


def test_hours_that_begin_in_the_hour_that_is_left_out_begin_when_the_clock_jumps() -> None:
    calendar = NIGHTS.model_copy(update={"hours": ("02:30-05:00",)})
    assert opening((calendar,), berlin("2026-03-29")) == berlin("2026-03-29", "03:00")
    assert worked((calendar,), berlin("2026-03-29"), berlin("2026-03-30")) == 2 * HOUR


def test_hours_that_lie_in_the_hour_that_is_left_out_do_not_come() -> None:
    calendar = NIGHTS.model_copy(update={"hours": ("02:00-03:00",)})
    assert opening((calendar,), berlin("2026-03-28", "03:00")) == berlin("2026-03-30", "02:00")


def test_hours_that_lie_in_the_hour_that_comes_twice_come_twice() -> None:
    calendar = NIGHTS.model_copy(update={"hours": ("02:00-02:30",)})
    assert worked((calendar,), berlin("2026-10-25"), berlin("2026-10-26")) == HOUR
    again = berlin("2026-10-25", "02:00", second_time=True)
    assert opening((calendar,), berlin("2026-10-25", "02:30")) == again
    assert after((calendar,), berlin("2026-10-25"), 45 * MINUTE) == again + 15 * MINUTE


def test_a_midnight_that_does_not_exist_begins_the_day_an_hour_late() -> None:
    calendar = ALWAYS.model_copy(update={"zone": "America/Santiago", "days": ("sun",)})
    begin = datetime(2026, 9, 6, 4, tzinfo=UTC)
    assert opening((calendar,), begin - 5 * HOUR) == begin
    assert worked((calendar,), begin - DAY, begin + 2 * DAY) == 23 * HOUR


def test_a_midnight_that_comes_twice_leaves_the_evening_before_as_it_is() -> None:
    sunday = ALWAYS.model_copy(update={"zone": "America/Havana", "days": ("sun",)})
    saturday = sunday.model_copy(update={"days": ("sat",)})
    begin = datetime(2026, 10, 30, tzinfo=UTC)
    assert worked((sunday,), begin, begin + 5 * DAY) == 25 * HOUR
    assert worked((saturday,), begin, begin + 5 * DAY) == 24 * HOUR


def test_time_counts_while_anybody_works() -> None:
    both = (OVERSEAS, OFFICE)
    begin = berlin("2026-11-20", "09:00")
    assert worked(both, begin, begin + DAY) == 14 * HOUR
    assert after(both, FRIDAY_EVENING, 6 * HOUR) == berlin("2026-11-23", "09:55")
    assert before(both, berlin("2026-11-23", "09:55"), 6 * HOUR) == FRIDAY_EVENING


def test_time_in_which_two_work_counts_once() -> None:
    begin = berlin("2026-11-20", "00:00")
    assert worked((OFFICE, OFFICE), begin, begin + DAY) == 8 * HOUR


def test_without_a_calendar_all_time_counts() -> None:
    assert opening((), FRIDAY_EVENING) == FRIDAY_EVENING
    assert after((), FRIDAY_EVENING, 4 * HOUR) == FRIDAY_EVENING + 4 * HOUR
    assert before((), FRIDAY_EVENING, 4 * HOUR) == FRIDAY_EVENING - 4 * HOUR
    assert worked((), FRIDAY_EVENING, FRIDAY_EVENING + 4 * HOUR) == 4 * HOUR
    assert worked((), FRIDAY_EVENING, FRIDAY_EVENING - 4 * HOUR) == NOTHING


def test_no_time_at_all_ends_where_it_begins() -> None:
    assert after((OFFICE,), FRIDAY_EVENING, NOTHING) == FRIDAY_EVENING
    assert before((OFFICE,), FRIDAY_EVENING, NOTHING) == FRIDAY_EVENING
    assert worked((OFFICE,), FRIDAY_EVENING, FRIDAY_EVENING) == NOTHING


def test_what_ends_before_it_begins_holds_no_working_time() -> None:
    assert worked((OFFICE,), berlin("2026-11-20", "12:00"), berlin("2026-11-20", "10:00")) == NOTHING


@pytest.mark.parametrize("calendars", [(), (ALWAYS,)])
def test_moments_given_by_the_clock_on_the_wall_count_as_the_moments_they_are(calendars: tuple[Calendar, ...]) -> None:
    evening = datetime(2026, 10, 24, 23, tzinfo=BERLIN)
    morning = datetime(2026, 10, 25, 5, tzinfo=BERLIN)
    assert worked(calendars, evening, morning) == 7 * HOUR
    for moment in (
        after(calendars, evening, 7 * HOUR),
        before(calendars, morning + HOUR, HOUR),
        opening(calendars, morning),
    ):
        assert (moment, moment.tzinfo) == (morning, UTC)


@pytest.mark.parametrize(
    "calendar",
    [
        OFFICE,
        ALWAYS,
        NIGHTS,
        Calendar(name="hardly", zone="Pacific/Apia", days=("sun",), hours=("09:00-13:00",)),
    ],
)
def test_a_year_of_working_time_has_an_end(calendar: Calendar) -> None:
    year = 366 * DAY
    end = after((calendar,), FRIDAY_EVENING, year)
    assert worked((calendar,), FRIDAY_EVENING, end) == year
    assert before((calendar,), end, year) == opening((calendar,), FRIDAY_EVENING)
