//! Desks.

use std::cell::Cell;

use tierline_wire::{
    Call, Part, Reply, Summary,
    model::{Text, json::Json},
};
use wasm_bindgen::prelude::*;

use crate::{
    SESSION, asked,
    error::thrown_replies,
    given::by_text,
    handed::{self, Handed, option, with_option},
    replied,
    types::{
        Answer, BatchReplies, Bundle, Bytes, Covered, Deadlines, Diagnostics, Explanation, Files, Forms, Request,
        Requests, Schemas, Telling, TestReports, Why, WhyNot,
    },
    ways::Way,
};

#[wasm_bindgen(raw_module = "../handed.js")]
extern "C" {
    /// The bytes of a bundle. Throws where they are none.
    #[wasm_bindgen(catch)]
    fn bytes(bundle: &JsValue) -> Result<Vec<u8>, JsValue>;

    /// A list. Throws where the value is none.
    #[wasm_bindgen(catch)]
    fn list(value: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    /// An object. Throws where the value is none.
    #[wasm_bindgen(catch)]
    fn object(value: &JsValue, name: &str) -> Result<JsValue, JsValue>;
}

thread_local! {
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// All the rules, calendars and service levels of a help desk, compiled. It can be asked any number of times and does not
/// change. Let it go with `free`, or with `using`; one that is forgotten is let go some time.
///
/// Every method throws a `TierlineError` with the code `freed` after `free`, and `stale` where a call broke off that
/// another desk was asked. What has no JSON form, such as an invalid `Date`, throws a `TypeError` that says where it stands.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Desk {
    name: String,
    about: Summary,
}

#[wasm_bindgen]
impl Desk {
    /// Compiles the files of a desk: text by name. Only the full build does.
    ///
    /// @throws {TierlineError} `desk-does-not-compile` with all that is wrong in `diagnostics`; `no-compiler` in the runtime build.
    pub fn compile(files: &Files) -> Result<Desk, JsValue> {
        let files = crate::functions::texts(files)?;
        Desk::made(|call| call.with("files", Part::Json(files)), "compile")
    }

    /// Loads a bundle: the bytes that {@link Desk.bundle} gives or `tierline compile` wrote, or those as base64.
    ///
    /// @throws {TierlineError} where the bundle is none, or of another version.
    pub fn load(bundle: &Bundle) -> Result<Desk, JsValue> {
        if bundle.is_string() {
            let base64 = Json::Text(handed::text(bundle, "a bundle")?.into());
            return Desk::made(|call| call.with("bundle", Part::Json(base64)), "load");
        }
        let bytes = bytes(bundle)?;
        Desk::made(|call| call.with("bundle", Part::Bytes(&bytes)), "load")
    }

    /// The hash of its content, which every answer repeats.
    #[wasm_bindgen(getter)]
    pub fn hash(&self) -> String {
        self.about.hash.to_string()
    }

    /// How many rules it has.
    #[wasm_bindgen(getter, js_name = ruleCount)]
    pub fn rule_count(&self) -> usize {
        self.about.rules
    }

    /// What is hardly meant so.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> Diagnostics {
        by_text(&self.about.warnings).unwrap_or_default().into()
    }

    /// Says what to do about one ticket event.
    ///
    /// @throws {TierlineError} where the request is none.
    pub fn evaluate(&self, request: &Request, options: Option<Telling>) -> Result<Answer, JsValue> {
        self.asked_about("evaluate", request, |call| telling(call, &options.into()))
    }

    /// Answers many requests at once, in order. One that is none has its error there, and the others count.
    #[wasm_bindgen(js_name = evaluateBatch)]
    pub fn evaluate_batch(&self, requests: &Requests, options: Option<Telling>) -> Result<BatchReplies, JsValue> {
        let name = "requests";
        let requests = Handed::by(Way::inward(), &list(requests, name)?, name)?;
        let call = self.call("evaluate_batch").with(name, requests.part());
        let replies: JsValue = asked(telling(call, &options.into())?)?;
        Ok(thrown_replies(&replies).unchecked_into())
    }

    /// What the clocks of a ticket read, without its rules. With `why`, the reasons and the open hours of the calendars.
    ///
    /// @throws {TierlineError} where the request is none.
    pub fn deadlines(&self, request: &Request, options: Option<Why>) -> Result<Deadlines, JsValue> {
        let why = option(&options.into(), "why", "why")?;
        self.asked_about("deadlines", request, |call| with_option(call, "why", &why))
    }

    /// Evaluates a request and says why in sentences. Of the rules that `whyNot` names, also why each did not fire, and the
    /// smallest change of the request that makes it fire.
    ///
    /// @throws {TierlineError} where the request is none.
    pub fn explain(&self, request: &Request, options: Option<WhyNot>) -> Result<Explanation, JsValue> {
        let why_not = option(&options.into(), "whyNot", "whyNot")?;
        self.asked_about("explain", request, |call| with_option(call, "why_not", &why_not))
    }

    /// How each rule runs: what the index looks up, what a predicate decides, what takes a script, and why.
    pub fn forms(&self) -> Result<Forms, JsValue> {
        asked(self.call("forms"))
    }

    /// Runs the tests of the desk. Only the full build does.
    pub fn test(&self) -> Result<TestReports, JsValue> {
        asked(self.call("test"))
    }

    /// Runs them and says what of the desk they reach, and what not. Only the full build does.
    #[wasm_bindgen(js_name = testWithCoverage)]
    pub fn test_with_coverage(&self) -> Result<Covered, JsValue> {
        asked(self.call("test").with("coverage", Part::Json(Json::Bool(true))))
    }

    /// The desk as bytes, for {@link Desk.load}. Only the full build gives them.
    pub fn bundle(&self) -> Result<Bytes, JsValue> {
        asked(self.call("bundle"))
    }

    /// The JSON Schemas of what goes in and comes out, with the fields that this desk declares. Only the full build has them.
    pub fn schema(&self) -> Result<Schemas, JsValue> {
        asked(self.call("schema"))
    }
}

impl Desk {
    /// Makes a desk by a verb of the wire.
    fn made<'a>(with: impl FnOnce(Call<'a>) -> Call<'a>, verb: &str) -> Result<Desk, JsValue> {
        let made = MADE.get() + 1;
        MADE.set(made);
        let name = format!("desk object {made}");
        let call = with(Call::new(verb).with("desk", named(&name)));
        match replied(call)? {
            Reply::Summary(about) => Ok(Desk { name, about }),
            _ => Err(JsError::new("a desk was made, and nothing said of it").into()),
        }
    }

    /// A call about this desk.
    fn call<'a>(&self, verb: &str) -> Call<'a> {
        Call::new(verb).with("desk", named(&self.name))
    }

    fn asked_about<T: JsCast>(
        &self,
        verb: &str,
        request: &JsValue,
        with: impl FnOnce(Call<'_>) -> Result<Call<'_>, JsValue>,
    ) -> Result<T, JsValue> {
        let name = "request";
        let request = Handed::by(Way::inward(), &object(request, name)?, name)?;
        asked(with(self.call(verb).with(name, request.part()))?)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        SESSION.with(|session| session.forget(&self.name));
    }
}

/// The part of a call that names a desk.
fn named<'a>(name: &str) -> Part<'a> {
    Part::Json(Json::Text(Text::from(name)))
}

/// Adds how much is to be told of the rules.
fn telling<'a>(call: Call<'a>, options: &JsValue) -> Result<Call<'a>, JsValue> {
    let of = |name| option(options, name, "trace, whyNot");
    with_option(with_option(call, "trace", &of("trace")?)?, "why_not", &of("whyNot")?)
}
