//! Kinds and scripts by the names that patterns call them by.

use super::{kinds::KINDS, scripts::SCRIPTS};

/// What `\p{…}` says of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Property {
    /// It is of one of these kinds.
    Kinds(u32),
    /// It is of one of these scripts.
    Scripts(u16),
    /// It is of ASCII.
    Ascii,
}

/// Kinds that go together, and the long names of kinds.
const GROUPS: [(&str, &str); 38] = [
    ("l", "Lu Ll Lt Lm Lo"),
    ("letter", "Lu Ll Lt Lm Lo"),
    ("lc", "Lu Ll Lt"),
    ("l&", "Lu Ll Lt"),
    ("casedletter", "Lu Ll Lt"),
    ("uppercaseletter", "Lu"),
    ("lowercaseletter", "Ll"),
    ("titlecaseletter", "Lt"),
    ("modifierletter", "Lm"),
    ("otherletter", "Lo"),
    ("m", "Mn Mc Me"),
    ("mark", "Mn Mc Me"),
    ("nonspacingmark", "Mn"),
    ("spacingmark", "Mc"),
    ("enclosingmark", "Me"),
    ("n", "Nd Nl No"),
    ("number", "Nd Nl No"),
    ("decimalnumber", "Nd"),
    ("digit", "Nd"),
    ("letternumber", "Nl"),
    ("othernumber", "No"),
    ("p", "Pc Pd Ps Pe Pi Pf Po"),
    ("punctuation", "Pc Pd Ps Pe Pi Pf Po"),
    ("punct", "Pc Pd Ps Pe Pi Pf Po"),
    ("dashpunctuation", "Pd"),
    ("s", "Sm Sc Sk So"),
    ("symbol", "Sm Sc Sk So"),
    ("mathsymbol", "Sm"),
    ("currencysymbol", "Sc"),
    ("z", "Zs Zl Zp"),
    ("separator", "Zs Zl Zp"),
    ("spaceseparator", "Zs"),
    ("c", "Cc Cf Cn Co"),
    ("other", "Cc Cf Cn Co"),
    ("control", "Cc"),
    ("format", "Cf"),
    ("privateuse", "Co"),
    ("unassigned", "Cn"),
];

/// All kinds there are.
const ALL: u32 = (1 << KINDS.len()) - 1;

/// What a name calls; its letters may be small or capital, with blanks, `-` and `_` between them or without.
pub(crate) fn named(name: &str) -> Option<Property> {
    let plain = |name: &str| -> String {
        name.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).map(|c| c.to_ascii_lowercase()).collect()
    };
    match name.split_once(['=', ':']) {
        None => {
            let name = plain(name);
            of_kind(&name).or_else(|| of_script(&name))
        }
        Some((of, name)) => match &*plain(of) {
            "gc" | "generalcategory" => of_kind(&plain(name)),
            "sc" | "script" => of_script(&plain(name)),
            _ => None,
        },
    }
}

fn of_kind(name: &str) -> Option<Property> {
    let number = |wanted: &str| KINDS.iter().position(|kind| kind.eq_ignore_ascii_case(wanted));
    let all = |kinds: &str| kinds.split(' ').filter_map(number).fold(0u32, |mask, number| mask | 1 << number);
    let group = || GROUPS.iter().find(|(group, _)| *group == name);
    match name {
        "ascii" => Some(Property::Ascii),
        "any" => Some(Property::Kinds(ALL)),
        "assigned" => Some(Property::Kinds(ALL & !1)),
        _ => {
            number(name).map(|number| 1 << number).or_else(|| group().map(|(_, kinds)| all(kinds))).map(Property::Kinds)
        }
    }
}

fn of_script(name: &str) -> Option<Property> {
    let is_it = |of: &str| of.eq_ignore_ascii_case(name);
    let number = SCRIPTS.iter().position(|(long, short)| is_it(long) || is_it(short))?;
    Some(Property::Scripts(1 << (number + 1)))
}

impl Property {
    /// The same of all characters of which it is not so.
    pub(crate) fn turned(self) -> Option<Property> {
        match self {
            Property::Kinds(kinds) => Some(Property::Kinds(ALL & !kinds)),
            Property::Scripts(scripts) => Some(Property::Scripts(!scripts)),
            Property::Ascii => None,
        }
    }
}
