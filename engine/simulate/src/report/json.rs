//! A report as JSON.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{Count, Figures, Group, Holder, Key, Report, Spread, Time, Took, in_tenths};

/// A number with its digits, never a float.
fn number(digits: String) -> Option<serde_json::Number> {
    digits.parse().ok()
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("report", 6)?;
        report.serialize_field("zone", self.naming.zone.name())?;
        report.serialize_field("tickets", &self.tickets)?;
        report.serialize_field("trials", &self.trials)?;
        report.serialize_field("counts", &self.counts.iter().map(Counted::of).collect::<Vec<_>>())?;
        report.serialize_field("times", &self.times.iter().map(Timed::of).collect::<Vec<_>>())?;
        report.serialize_field("figures", &self.figures.iter().map(Figured::of).collect::<Vec<_>>())?;
        report.end()
    }
}

#[derive(Serialize)]
struct Counted<'a> {
    #[serde(flatten)]
    key: &'a Key,
    #[serde(flatten)]
    count: Count,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent_met: Option<serde_json::Number>,
}

impl<'a> Counted<'a> {
    fn of((key, count): (&'a Key, &Count)) -> Counted<'a> {
        Counted { key, count: *count, percent_met: count.tenths_met().map(in_tenths).and_then(number) }
    }
}

#[derive(Serialize)]
struct Timed<'a> {
    #[serde(flatten)]
    holder: &'a Holder,
    #[serde(flatten)]
    time: Time,
}

impl<'a> Timed<'a> {
    fn of((holder, time): (&'a Holder, &Time)) -> Timed<'a> {
        Timed { holder, time: *time }
    }
}

#[derive(Serialize)]
struct Figured<'a> {
    #[serde(flatten)]
    group: &'a Group,
    tickets: u64,
    resolved: u64,
    reopened: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent_reopened: Option<serde_json::Number>,
    answered: u64,
    first_contact: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent_first_contact: Option<serde_json::Number>,
    first_response: TookSeconds,
    resolution: TookSeconds,
    #[serde(skip_serializing_if = "Option::is_none")]
    satisfaction: Option<Said>,
}

impl<'a> Figured<'a> {
    fn of((group, figures): (&'a Group, &Figures)) -> Figured<'a> {
        let satisfaction = figures.satisfaction;
        let said =
            |mean: rust_decimal::Decimal| Some(Said { tickets: satisfaction.tickets, mean: number(mean.to_string())? });
        Figured {
            group,
            tickets: figures.tickets,
            resolved: figures.resolved,
            reopened: figures.reopened,
            percent_reopened: figures.tenths_reopened().map(in_tenths).and_then(number),
            answered: figures.answered,
            first_contact: figures.first_contact,
            percent_first_contact: figures.tenths_first_contact().map(in_tenths).and_then(number),
            first_response: TookSeconds::of(&figures.first_response),
            resolution: TookSeconds::of(&figures.resolution),
            satisfaction: satisfaction.mean().and_then(said),
        }
    }
}

#[derive(Serialize)]
struct TookSeconds {
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<Spread>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wall: Option<Spread>,
}

impl TookSeconds {
    fn of(took: &Took) -> TookSeconds {
        TookSeconds { open: took.open.spread(), wall: took.wall.spread() }
    }
}

#[derive(Serialize)]
struct Said {
    tickets: u64,
    mean: serde_json::Number,
}
