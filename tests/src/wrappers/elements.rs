//! What the browser elements say of clocks.

use tierline_model::{Called, Metric};

/// What people call each clock, language by language.
pub(super) fn clocks() -> String {
    let called = |metric: Metric| metric.row().called.get().by_language();
    let languages = Called::default().by_language().into_iter().enumerate().map(|(index, (language, _))| {
        let line = |metric: Metric| format!("        {}: {:?},\n", metric.name(), called(metric)[index].1);
        format!("    {language}: {{\n{}    }},\n", Metric::ALL.map(line).concat())
    });
    format!(
        "// Made from the table of metrics by `cargo xtask generate`. Change that, not this file.\n\n\
         /** What a clock is called, by language and metric. */\nexport const clocks = {{\n{}}};\n",
        languages.collect::<String>()
    )
}
