//! What the verbs give.

use serde::{Serialize, Serializer};
use tierline::{Answer, Batch, Desk, Diagnostic};
use tierline_model::Text;

use crate::{WireError, base64, clocks::DeadlinesSaid};

/// What a verb gives. Its JSON is what stands as `ok` in a reply.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Reply {
    /// Of `version`.
    Versions(Versions),
    /// Of `compile` and `load`.
    Summary(Summary),
    /// Of `forget`.
    Truth(bool),
    /// Of `bundle`; base64 in JSON.
    #[serde(serialize_with = "in_base64")]
    Bytes(Vec<u8>),
    /// Of `evaluate`.
    Answer(Box<Answer>),
    /// Of `evaluate_batch`.
    Batch(Vec<BatchReply>),
    /// Of `deadlines`.
    Deadlines(Box<DeadlinesSaid>),
    /// Of the other verbs: JSON that is written already.
    #[serde(serialize_with = "as_it_is")]
    Written(String),
}

/// What `version` gives.
#[derive(Debug, Serialize)]
pub struct Versions {
    /// The version of the engine.
    pub engine: &'static str,
    /// The version of the calls.
    pub wire: u32,
}

/// What `compile` and `load` give.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// The hash of the desk's content.
    pub hash: Text,
    /// How many rules it has.
    pub rules: usize,
    /// What is hardly meant so.
    pub warnings: Vec<Diagnostic>,
}

/// What came of one request of a batch.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BatchReply {
    /// Its answer.
    Ok(Box<Answer>),
    /// Why it was not answered.
    Error(WireError),
}

impl Reply {
    /// Of what is written at once.
    #[cfg(feature = "compile")]
    pub(crate) fn written(content: &impl Serialize) -> Result<Reply, WireError> {
        json(content).map(Reply::Written)
    }

    /// Its JSON.
    pub(crate) fn json(self) -> Result<String, WireError> {
        match self {
            Reply::Written(json) => Ok(json),
            reply => json(&reply),
        }
    }
}

fn json(content: &impl Serialize) -> Result<String, WireError> {
    // Answers are plain data, which always has a JSON form.
    serde_json::to_string(content).map_err(|_| WireError::new("internal", "the answer has no JSON form"))
}

impl Summary {
    pub(crate) fn of(desk: &Desk) -> Summary {
        Summary { hash: desk.hash().into(), rules: desk.rule_count(), warnings: desk.warnings().to_vec() }
    }
}

impl BatchReply {
    /// The replies in the order of the requests: each is an error, or the next of the answers; and where these ran out, why.
    pub(crate) fn of(errors: Vec<Option<WireError>>, batch: Batch) -> Vec<BatchReply> {
        let mut answers = batch.answers.into_iter().map(Box::new);
        let left_out = || batch.ran_out.map(WireError::from);
        let mut of_answer = || answers.next().map(BatchReply::Ok).or_else(|| left_out().map(BatchReply::Error));
        let replies = errors.into_iter().map(|error| error.map(BatchReply::Error).or_else(&mut of_answer));
        replies.flatten().collect()
    }
}

fn in_base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&base64::encode(bytes))
}

#[cfg(feature = "compile")]
fn as_it_is<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let json: &serde_json::value::RawValue = serde_json::from_str(json).map_err(serde::ser::Error::custom)?;
    json.serialize(serializer)
}

/// No verb of such a build writes any.
#[cfg(not(feature = "compile"))]
fn as_it_is<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    json.serialize(serializer)
}
