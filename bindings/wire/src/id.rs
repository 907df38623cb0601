//! The `id` of a call that cannot be read.

use tierline_model::json::{Json, Reader};

/// The `id` of a call that is no JSON, where one can be made out: whoever waits for the reply finds it by that.
///
/// It is the text, number or other simple value behind the first `"id"` that stands right in the outermost braces.
///
/// ```
/// # use tierline_wire::readable_id;
/// let id = readable_id(r#"{"verb": "evaluate", "request": {"id": 7, "subject": }, "id": "a-1"}"#);
/// assert_eq!(id.unwrap().to_string(), r#""a-1""#);
/// assert!(readable_id(r#"{"verb": "evaluate", "request": {"id": 7"#).is_none());
/// ```
pub fn readable_id(call: &str) -> Option<Json> {
    let (mut depth, mut rest) = (0u32, call);
    // Whether what follows may be the name of an entry.
    let mut is_name = false;
    while let Some(first) = rest.chars().next() {
        let (token, behind) = rest.split_at(if first == '"' { text_length(rest)? } else { first.len_utf8() });
        match first {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            '"' if is_name && depth == 1 && token == "\"id\"" => {
                if let Some(value) = behind.trim_start().strip_prefix(':') {
                    return simple(value);
                }
            }
            _ => {}
        }
        is_name = matches!(first, '{' | ',') || (is_name && first.is_whitespace());
        rest = behind;
    }
    None
}

/// How long the text is that `rest` begins with, its quotes included; `None` where it does not end.
fn text_length(rest: &str) -> Option<usize> {
    let mut is_escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.map(|end| end + 2)
}

/// The simple value that a text begins with.
fn simple(text: &str) -> Option<Json> {
    let value: Json = Reader::new(text).value().ok()?;
    let is_simple = !matches!(value, Json::List(_) | Json::Map(_));
    is_simple.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::readable_id;

    #[test]
    fn ids_are_made_out_of_what_is_no_json() {
        let id = |call| readable_id(call).map(|id| id.to_string());
        assert_eq!(id(r#"{"id": 7, "verb": "evaluate", "request": {"#).as_deref(), Some("7"));
        assert_eq!(id(r#"{"request": [1,, {"id": 1}], "id":"b\"c"}"#).as_deref(), Some(r#""b\"c""#));
        assert_eq!(id(r#"{"verb": "id", "note": "\"id\": 3, ", "id": null"#).as_deref(), Some("null"));
        assert_eq!(id("{\"a\" 1 ,\n\t\"id\"\n:\t12}").as_deref(), Some("12"));
    }

    #[test]
    fn what_is_no_id_is_none() {
        for call in [
            "",
            "nonsense",
            "\"id\": 1",
            "[{\"id\": 1}]",
            "{\"id\"",
            "{\"id\": ",
            "{\"id\": {\"a\": 1}",
            "{\"a\": \"\"id\": 1\"}",
        ] {
            assert_eq!(readable_id(call).map(|id| id.to_string()), None, "{call}");
        }
    }
}
