//! The one style of rule files.

use tierline_model::Diagnostic;

use crate::sessions::LANGUAGE;

/// A rule file in the one style: what stands between its words is made anew, comments stay where they are. It says the same
/// afterwards, and its desk has the same hash.
///
/// # Errors
///
/// What in it cannot be read, as [`Desk::compile`](crate::Desk::compile) says it. What only does not fit together, such as an
/// unknown field, is laid out as the rest.
///
/// # Examples
///
/// ```
/// let rules = "stage routing\nrule \"VIP\"{when requester.vip then{route( \"desk\" ) ;}}";
/// let laid_out = "\
/// stage routing
///
/// rule \"VIP\" {
///     when requester.vip
///     then { route(\"desk\"); }
/// }
/// ";
/// assert_eq!(tierline::format("desk.rhai", rules).unwrap(), laid_out);
///
/// let wrong = tierline::format("desk.rhai", "rule \"VIP\" {").unwrap_err();
/// assert_eq!(wrong[0].place.line, 1);
/// ```
pub fn format(name: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    LANGUAGE.format(name, text)
}
