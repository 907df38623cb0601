//! The words of this crate that bundles keep.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{Keep, Reader, Writer};
use crate::{
    Agent, Break, BreakDays, CalendarDocument, Class, Date, Diagnostic, Field, FieldType, Holiday, HolidayDate,
    Interval, LocalTime, Mode, Pack, Path, Place, Roster, Severity, SortedMap, SpecialDay, Spot, Stage, Team,
    Timestamp, Value, Weekday, Years,
    agreement::{
        Act, Amount, Ladder, LadderStep, Meanings, MidFlight, Policy, Promise, Reach, Reopen, Settings, Shift, Target,
        Trigger, Unit, UpdateMode,
    },
    keep_enum, keep_struct,
    roster::Shift as WorkShift,
};

// Each with its kind, so that it is read as what it was: in a ticket an instant is a text like any other.
keep_enum!(Value {
    0 => Missing,
    1 => Bool(yes),
    2 => Int(int),
    3 => Decimal(decimal),
    4 => Text(text),
    5 => Instant(at),
    6 => List(items),
    7 => Map(map),
    8 => Date(date),
});

keep_struct!(Field { path, kind, default, help });
keep_enum!(FieldType {
    0 => Text,
    1 => Id,
    2 => Integer,
    3 => Number,
    4 => Boolean,
    5 => Instant,
    6 => OneOf(texts),
    7 => TextList,
    8 => List,
    9 => Map,
    10 => Date,
});

keep_struct!(Pack { files });
keep_struct!(Place { file, line, column, length });
keep_struct!(Spot { line, column, length });
keep_struct!(Diagnostic { place, severity, code, message, snippet, help });
keep_enum!(Severity { 0 => Error, 1 => Warning });
keep_enum!(Stage { 0 => Triage, 1 => Priority, 2 => Routing, 3 => Assignment, 4 => FollowUp });
keep_enum!(Mode { 0 => First, 1 => All });

keep_enum!(Class { 0 => Customer, 1 => Ola, 2 => Supplier });
keep_enum!(Amount {
    0 => Open(seconds),
    1 => Wall(seconds),
    2 => WorkingDays { days, end_of_day },
    3 => CalendarDays { days },
    4 => By(promise),
    5 => Share { percent, of },
});
keep_struct!(Policy<C> { name, since, class, place, when, calendar, targets, triggers, meanings, settings });
keep_enum!(Unit { 0 => Usual, 1 => Minute, 2 => Hour, 3 => Day });
keep_struct!(Trigger<C> { act, metrics, when });
keep_struct!(Meanings<C> { answer, message, resolved, closed, supplied });
keep_enum!(Act {
    0 => Start,
    1 => PauseWhile { credit },
    2 => Pause,
    3 => Resume,
    4 => Stop,
    5 => Cancel,
    6 => Reset,
});
keep_struct!(Settings {
    update,
    due_at_next_opening,
    due_while_paused,
    resolved_cancels_response,
    start_after,
    from_creation,
    mid_flight,
    reopen,
    reopen_within,
    return_continues,
    merge_keeps_earliest,
});
keep_enum!(UpdateMode { 0 => Cadence, 1 => CadenceUnlessWaiting, 2 => LastContact, 3 => Unanswered });
keep_enum!(MidFlight { 0 => Retroactive, 1 => KeepElapsed, 2 => Restart, 3 => Pin });
keep_enum!(Shift { 0 => Target, 1 => Policy, 2 => Version, 3 => Calendar });
keep_enum!(Reopen { 0 => Continue, 1 => Count, 2 => Restart, 3 => Stay });
keep_struct!(Ladder<C> { name, place, policies, metric, when, quiet, once_per_ticket, rearm, steps });
keep_struct!(LadderStep<C> { label, place, reach, when });
keep_enum!(Reach { 0 => Percent(percent), 1 => Before(amount), 2 => After(amount), 3 => Since(amount), 4 => Every { amount, most } });

keep_struct!(Roster { teams, agents });
keep_struct!(Team { id, name, queues, lead });
keep_struct!(Agent { id, name, teams, skills, tier, languages, sites, manager, shifts, capacity, load, away });
keep_struct!(WorkShift { from, to });

keep_enum!(Weekday { 0 => Mon, 1 => Tue, 2 => Wed, 3 => Thu, 4 => Fri, 5 => Sat, 6 => Sun });
keep_struct!(Interval { open, close });
keep_struct!(Break { on, interval });
keep_enum!(BreakDays { 0 => Weekdays(days), 1 => Date(date) });
keep_struct!(Holiday { on, name });
keep_enum!(HolidayDate { 0 => Date(date), 1 => Yearly(month, day) });
keep_struct!(SpecialDay { intervals, name });
keep_struct!(Years { from, to });

/// What stands before an amount that was written in a unit of its own; no [`Amount`] begins so.
const IN_UNIT: u8 = 255;

impl<C: Keep> Keep for Target<C> {
    fn keep(&self, to: &mut Writer) {
        let Target { metric, amount, unit, when, calendar, place } = self;
        metric.keep(to);
        if *unit != Unit::Usual {
            to.byte(IN_UNIT);
            unit.keep(to);
        }
        amount.keep(to);
        when.keep(to);
        calendar.keep(to);
        place.keep(to);
    }

    fn read(from: &mut Reader<'_>) -> Target<C> {
        let metric = Keep::read(from);
        let unit = if from.takes(IN_UNIT) { Keep::read(from) } else { Unit::Usual };
        Target {
            metric,
            amount: Keep::read(from),
            unit,
            when: Keep::read(from),
            calendar: Keep::read(from),
            place: Keep::read(from),
        }
    }
}

/// As text: its scale counts.
impl Keep for Decimal {
    fn keep(&self, to: &mut Writer) {
        to.text(&self.to_string());
    }

    fn read(from: &mut Reader<'_>) -> Decimal {
        let text = from.text();
        Decimal::from_str_exact(text).unwrap_or_else(|_| {
            from.refuse(format!("{text:?} is no decimal"));
            Decimal::ZERO
        })
    }
}

/// As text: `record.name.name`.
impl Keep for Path {
    fn keep(&self, to: &mut Writer) {
        to.text(&self.to_string());
    }

    fn read(from: &mut Reader<'_>) -> Path {
        let text = from.text();
        Path::parse(text).unwrap_or_else(|| {
            from.refuse(format!("{text:?} names no field"));
            Path { root: crate::Root::Ticket, names: [].into() }
        })
    }
}

/// As text: `record.name.name`, and what else it says behind it.
impl Keep for Promise {
    fn keep(&self, to: &mut Writer) {
        to.text(&self.to_string());
    }

    fn read(from: &mut Reader<'_>) -> Promise {
        let text = from.text();
        Promise::parse(text).unwrap_or_else(|| {
            from.refuse(format!("{text:?} names no field"));
            let field = Path { root: crate::Root::Ticket, names: [].into() };
            Promise { field, end_of_day: false, moves_with_pauses: false }
        })
    }
}

/// Its day.
impl Keep for Date {
    fn keep(&self, to: &mut Writer) {
        self.day().keep(to);
    }

    fn read(from: &mut Reader<'_>) -> Date {
        Date::from_day(i64::read(from))
    }
}

/// Without its days of every year: those of a compiled calendar are written out.
impl Keep for CalendarDocument {
    fn keep(&self, to: &mut Writer) {
        let CalendarDocument {
            name,
            time_zone,
            weekly,
            breaks,
            holidays,
            special_days,
            includes,
            covers,
            yearly_days: _,
        } = self;
        name.keep(to);
        time_zone.keep(to);
        weekly.keep(to);
        breaks.keep(to);
        holidays.keep(to);
        special_days.keep(to);
        includes.keep(to);
        covers.keep(to);
    }

    fn read(from: &mut Reader<'_>) -> CalendarDocument {
        CalendarDocument {
            name: Keep::read(from),
            time_zone: Keep::read(from),
            weekly: Keep::read(from),
            breaks: Keep::read(from),
            holidays: Keep::read(from),
            special_days: Keep::read(from),
            includes: Keep::read(from),
            covers: Keep::read(from),
            yearly_days: SortedMap::new(),
        }
    }
}

/// Its second.
impl Keep for Timestamp {
    fn keep(&self, to: &mut Writer) {
        self.second().keep(to);
    }

    fn read(from: &mut Reader<'_>) -> Timestamp {
        Timestamp::from_second(i64::read(from))
    }
}

/// Its second.
impl Keep for LocalTime {
    fn keep(&self, to: &mut Writer) {
        self.second().keep(to);
    }

    fn read(from: &mut Reader<'_>) -> LocalTime {
        let second = u32::read(from);
        LocalTime::new(second / 3_600, second / 60 % 60, second % 60).unwrap_or_else(|| {
            from.refuse("a time of day is later than 24:00");
            LocalTime::MIDNIGHT
        })
    }
}

/// Year, month and day.
impl Keep for NaiveDate {
    fn keep(&self, to: &mut Writer) {
        (self.year(), self.month(), self.day()).keep(to);
    }

    fn read(from: &mut Reader<'_>) -> NaiveDate {
        let (year, month, day) = Keep::read(from);
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_else(|| {
            from.refuse(format!("there is no date {year}-{month}-{day}"));
            NaiveDate::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kept;

    #[test]
    fn every_value_is_read_as_what_it_was() {
        let decimal = |text: &str| Value::Decimal(Decimal::from_str_exact(text).unwrap());
        let instant = Value::Instant(Timestamp::parse("2026-11-23T10:00:00Z").unwrap());
        let day = Value::Date(Date::parse("2026-11-23").unwrap());
        let plain =
            [Value::Missing, Value::Bool(true), Value::Int(i64::MIN), Value::Int(i64::MAX), Value::text("ä\\n")];
        let numbers = [decimal("1.50"), decimal("-0.0000000000000000000000000001"), instant, day.clone()];
        let list = Value::List(plain.iter().chain(&numbers).cloned().collect());
        let map = Value::Map([("a".into(), list.clone()), ("".into(), day)].into());
        for value in plain.into_iter().chain(numbers).chain([list, map]) {
            assert_eq!(kept::read::<Value>(&kept::keep(&value)), Ok(value));
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        let wrong = |kind: u8, text: &str| {
            kept::read::<Value>(&[&[kind], &*kept::keep(&text.to_owned())].concat()).unwrap_err()
        };
        assert_eq!(wrong(3, "1e5x"), "\"1e5x\" is no decimal");
        assert_eq!(kept::read::<Path>(&kept::keep(&"nothing".to_owned())).unwrap_err(), "\"nothing\" names no field");
        assert_eq!(
            kept::read::<NaiveDate>(&kept::keep(&(2026, (2u32, 30u32)))).unwrap_err(),
            "there is no date 2026-2-30"
        );
        assert_eq!(kept::read::<LocalTime>(&kept::keep(&86_401u32)).unwrap_err(), "a time of day is later than 24:00");
        let mut field = crate::Schema::standard().fields().next().unwrap().clone();
        field.kind = FieldType::OneOf(vec!["a".into()]);
        let taken = kept::read::<crate::Schema>(&kept::keep(&vec![field.clone()])).unwrap_err();
        assert_eq!(taken, format!("the field `{}` is there already", field.path));
        assert_eq!(kept::read::<Weekday>(&[7]).unwrap_err(), "it names the variant 7 of what has fewer");
    }
}
