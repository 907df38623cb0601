//! How the rules of a desk run, for whoever asks.

use tierline_condition::{Condition, Doing, Frame};
use tierline_model::{
    Text,
    forms::{ActionsForm, ActionsRun, PartForm, PartRuns, RuleForm},
    sort::sort_by,
};

use crate::{
    index::Index,
    rule::{Rule, RuleSet},
};

impl RuleSet {
    /// How its rules run, in the order they are looked at, and then the steps of its ladders.
    pub fn forms(&self, frame: &Frame) -> Vec<RuleForm> {
        let mut index = self.index.clone();
        let rules = self.rules().chain(self.steps.iter().flatten());
        rules.map(|rule| form(rule, &mut index, frame)).collect()
    }
}

fn form(rule: &Rule, index: &mut Index, frame: &Frame) -> RuleForm {
    RuleForm {
        rule: rule.name.clone(),
        place: rule.place.clone(),
        parts: parts(&rule.condition, index, frame),
        actions: actions(&rule.doing),
    }
}

fn parts(condition: &Condition, index: &mut Index, frame: &Frame) -> Vec<PartForm> {
    let filed = index.filed(condition, frame);
    let forms = condition.parts.iter().zip(filed).map(|(part, filed)| {
        let mut why: Vec<Text> = part.expr.asks().into_iter().map(|ask| ask.why.clone()).collect();
        sort_by(&mut why, Ord::cmp);
        why.dedup();
        let decides = match (filed.says_all, why.is_empty()) {
            (true, _) => None,
            (false, true) => Some(PartRuns::Predicate),
            (false, false) => Some(PartRuns::Script),
        };
        let looked_up = [
            (filed.is_key, PartRuns::Key),
            (filed.is_compared, PartRuns::Numbers),
            (filed.is_searched, PartRuns::Text),
        ];
        let looked_up = looked_up.into_iter().filter_map(|(is_so, runs)| is_so.then_some(runs));
        PartForm { part: part.text.clone(), runs: looked_up.chain(decides).collect(), why }
    });
    forms.collect()
}

fn actions(doing: &Doing) -> ActionsForm {
    match doing {
        Doing::Calls { script: None, .. } => ActionsForm { runs: ActionsRun::Constants, why: None },
        Doing::Calls { script: Some(_), .. } => ActionsForm { runs: ActionsRun::Predicate, why: None },
        Doing::Script { why, .. } => ActionsForm { runs: ActionsRun::Script, why: Some(why.clone()) },
    }
}
