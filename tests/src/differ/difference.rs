//! A difference.

use std::fmt;

use tierline_model::Request;

/// Two answers where there should be one.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What was answered: a part of a condition, a rule, a block, a desk.
    pub of: String,
    /// What was asked.
    pub request: Request,
    /// The answer, and whose it is.
    pub one: String,
    /// The other one.
    pub other: String,
}

impl Difference {
    /// That what is `of` the request has one answer.
    ///
    /// # Errors
    ///
    /// Where it has two.
    pub fn unless<T: PartialEq + fmt::Debug>(
        of: &str,
        request: &Request,
        one: (&str, &T),
        other: (&str, &T),
    ) -> Result<(), Box<Difference>> {
        if one.1 == other.1 {
            return Ok(());
        }
        let said = |(who, what): (&str, &T)| format!("{who}: {what:?}");
        Err(Difference::between(of, request, said(one), said(other)))
    }

    /// These two answers to the request.
    pub fn between(of: &str, request: &Request, one: String, other: String) -> Box<Difference> {
        Box::new(Difference { of: of.to_owned(), request: request.clone(), one, other })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  {}\n  {}", self.of, self.one, self.other)
    }
}
