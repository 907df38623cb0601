//! Instants as other products write them.

use chrono::{
    DateTime, FixedOffset, NaiveDateTime, NaiveTime, SecondsFormat, Utc,
    format::{Item, Parsed, StrftimeItems, parse},
};
use tierline_wire::simulate::Zone;

/// How the instants of a column are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instants {
    written: String,
    formats: Vec<Vec<Item<'static>>>,
    local: Local,
}

/// Whose local time it is where a cell does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Local {
    At(FixedOffset),
    In(Zone),
}

/// How an instant is written in a zone where nobody says.
const USUAL: [&str; 6] = [
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
];

impl Instants {
    /// Instants of this format, so far ahead of UTC.
    ///
    /// # Errors
    ///
    /// Where there is no such format or offset.
    pub fn at_offset(format: &str, offset: &str) -> Result<Instants, String> {
        let offset = DateTime::parse_from_rfc3339(&format!("2000-01-01T00:00:00{offset}"))
            .map_err(|_| format!("`{offset}` is no offset; write it as `+01:00`"))?;
        Instants::parse(&[format], Local::At(*offset.offset()))
    }

    /// Instants of this format, or of a usual one, by the clocks of a zone, or else in UTC.
    ///
    /// # Errors
    ///
    /// Where there is no such format or zone.
    pub fn in_zone(format: Option<&str>, zone: Option<&str>) -> Result<Instants, String> {
        let zone = Zone::named(zone.unwrap_or("UTC"))?;
        match format {
            Some(format) => Instants::parse(&[format], Local::In(zone)),
            None => Instants::parse(&USUAL, Local::In(zone)),
        }
    }

    fn parse(formats: &[&str], local: Local) -> Result<Instants, String> {
        let read = |written: &&str| {
            StrftimeItems::new(&without_flags(written))
                .parse_to_owned()
                .map_err(|_| format!("`{written}` is no format; write it as for strftime, such as `%d/%m/%Y %H:%M`"))
        };
        let written = match formats {
            [only] => format!("the format `{only}`"),
            _ => "the form `2026-11-23 10:00`".to_owned(),
        };
        Ok(Instants { written, formats: formats.iter().map(read).collect::<Result<_, String>>()?, local })
    }

    /// The instant in `cell`, as RFC 3339 in UTC. Where the format has no time, it is midnight.
    ///
    /// # Errors
    ///
    /// Where it is none of that format.
    pub fn read(&self, cell: &str) -> Result<String, String> {
        let instant = self.formats.iter().find_map(|format| self.read_by(format, cell));
        let instant = instant.ok_or_else(|| format!("`{cell}` is no instant of {}", self.written))?;
        Ok(instant.to_rfc3339_opts(SecondsFormat::Secs, true))
    }

    fn read_by(&self, format: &[Item<'static>], cell: &str) -> Option<DateTime<Utc>> {
        let mut parsed = Parsed::new();
        parse(&mut parsed, cell, format.iter()).ok()?;
        if parsed.offset().is_some() {
            return Some(parsed.to_datetime().ok()?.with_timezone(&Utc));
        }
        let date = parsed.to_naive_date().ok()?;
        let has_time = parsed.hour_mod_12().is_some();
        let time = if has_time { parsed.to_naive_time().ok()? } else { NaiveTime::MIN };
        self.local.instant(date.and_time(time))
    }
}

impl Local {
    fn instant(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self {
            Local::At(offset) => Some(local.and_local_timezone(*offset).single()?.with_timezone(&Utc)),
            Local::In(zone) => DateTime::from_timestamp(zone.instant(local).second(), 0),
        }
    }
}

/// `%-d` as `%d`: numbers are read with or without padding anyhow.
fn without_flags(format: &str) -> String {
    let mut plain = String::with_capacity(format.len());
    let mut after_percent = false;
    for character in format.chars() {
        if after_percent && matches!(character, '-' | '_' | '0') {
            continue;
        }
        after_percent = character == '%' && !after_percent;
        plain.push(character);
    }
    plain
}
