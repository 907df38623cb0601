//! The small pieces: `stage`, `import`, `queue`, `field`.

use tierline_model::{Field, FieldType, Map, Mode, Path, Root, Stage, Text, Value, quoted, suggest};

use crate::{
    cut,
    rhai::{IN, Slip, Token, TokenKind, in_quotes, tokens, typeset},
    source::Spot,
};

/// Reads the tokens of a piece from left to right.
pub(crate) struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Reader<'a> {
        Reader { text, tokens: tokens(text), next: 0 }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    /// Where the reader stands; at the end, where the last token does.
    pub(crate) fn spot(&self) -> Spot {
        self.peek().or(self.tokens.last()).map(|token| token.spot).unwrap_or(Spot::new(1, 1, 1))
    }

    /// The next token, if it is this word or sign.
    pub(crate) fn takes(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.kind != TokenKind::Text && token.text == text);
        self.next += usize::from(found);
        found
    }

    /// Whether the next token is this word or sign.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.kind != TokenKind::Text && token.text == text)
    }

    /// Whether all is read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.peek().is_none()
    }

    /// How many tokens were read.
    pub(crate) fn count(&self) -> usize {
        self.next
    }

    /// The words among what was read behind so many tokens.
    pub(crate) fn words(&self, start: usize) -> Vec<&str> {
        let read = self.tokens.get(start..self.next).unwrap_or_default();
        read.iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.text.as_str()).collect()
    }

    /// Passes over what is left of a clause that went wrong: up to one of these words at the beginning of a line. The clause
    /// begins behind `start` tokens; at least one of it is passed over.
    pub(crate) fn skip_to(&mut self, heads: &[&str], start: usize) {
        self.next += usize::from(self.next == start && !self.is("}"));
        if let Some(comment) = self.tokens.get(start).filter(|token| token.text == "#") {
            // A comment of another language ends with its line.
            let line = comment.spot.line;
            self.next = self.tokens.iter().position(|token| token.spot.line > line).unwrap_or(self.tokens.len());
            return;
        }
        while !self.is_at_end() && !self.is("}") {
            let line =
                self.next.checked_sub(1).and_then(|before| self.tokens.get(before)).map(|before| before.spot.line);
            let is_first = self.peek().map(|token| token.spot.line) != line;
            if is_first && heads.iter().any(|head| self.is(head)) {
                return;
            }
            self.next += 1;
        }
    }

    /// The text in quotes that follows, if one does.
    pub(crate) fn maybe_text(&mut self) -> Option<String> {
        self.take(TokenKind::Text)
    }

    pub(crate) fn number(&mut self, what: &str) -> Result<i64, Slip> {
        let number =
            self.peek().filter(|token| token.kind == TokenKind::Number).and_then(|token| token.text.parse().ok());
        self.next += usize::from(number.is_some());
        number.ok_or_else(|| self.wanted(what, &[]))
    }

    fn take(&mut self, kind: TokenKind) -> Option<String> {
        let text = self.peek().filter(|token| token.kind == kind).map(|token| token.text.clone())?;
        self.next += 1;
        Some(text)
    }

    pub(crate) fn word(&mut self, what: &str) -> Result<String, Slip> {
        self.take(TokenKind::Word).ok_or_else(|| self.wanted(what, &[]))
    }

    pub(crate) fn text(&mut self, what: &str) -> Result<String, Slip> {
        self.take(TokenKind::Text).ok_or_else(|| {
            let slip = self.wanted(what, &[]);
            let help = in_quotes(self.text, slip.at).filter(|_| !self.is_at_end()).or(slip.help.clone());
            slip.maybe_help(help)
        })
    }

    pub(crate) fn must(&mut self, text: &str, what: &str) -> Result<(), Slip> {
        if self.takes(text) { Ok(()) } else { Err(self.wanted(what, &[text])) }
    }

    /// A field: `ticket.category`.
    pub(crate) fn path(&mut self) -> Result<(Path, Spot), Slip> {
        let start = self.spot();
        let mut written = self.word("a field such as `ticket.category`")?;
        while self.takes(".") || self.takes("?.") {
            written = format!("{written}.{}", self.word("the name of a field")?);
        }
        let length = u32::try_from(written.chars().count()).unwrap_or(1);
        let spot = Spot { length, ..start };
        let path = Path::parse(&written).ok_or_else(|| {
            Slip::new("unknown-field", format!("`{written}` names no field"))
                .help("a field is written with its record, such as `ticket.category` or `requester.site`")
                .at(spot)
        })?;
        Ok((path, spot))
    }

    /// That nothing more follows, but perhaps a `;`.
    pub(crate) fn end(&mut self) -> Result<(), Slip> {
        self.takes(";");
        match self.peek() {
            None => Ok(()),
            Some(token) => {
                let is_block = cut::words().any(|word| word == token.text);
                let help = is_block.then(|| "a block starts in the first column of a line of its own".to_owned());
                let slip = Slip::new("stray", format!("`{}` is more than belongs here", token.text));
                Err(self.typeset().unwrap_or(slip.maybe_help(help).at(token.spot)))
            }
        }
    }

    /// Whether the tokens end at a sign that means nothing.
    pub(crate) fn is_broken(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.kind == TokenKind::Broken)
    }

    /// What a word processor did to the line, where the next token is none.
    fn typeset(&self) -> Option<Slip> {
        let token = self.peek().filter(|token| token.kind == TokenKind::Broken)?;
        let sign: String = self.text.get(token.from..)?.chars().take(1).collect();
        let slip = || Slip::new("syntax", format!("`{sign}` has no meaning here")).at(token.spot);
        typeset(self.text, token.spot.line).or_else(|| Some(slip()))
    }

    /// What stands where the reader does, up to the next blank.
    pub(crate) fn written(&self) -> &'a str {
        let token = self.peek().or(self.tokens.last());
        let rest = self.text.get(token.map_or(0, |token| token.from)..).unwrap_or_default();
        rest.split(char::is_whitespace).next().unwrap_or_default()
    }

    pub(crate) fn wanted(&self, what: &str, words: &[&str]) -> Slip {
        if let Some(slip) = self.typeset() {
            return slip;
        }
        let line = self.peek().map_or(0, |token| token.spot.line);
        if let Some(slip) = typeset(self.text, line).filter(|slip| slip.code == "comment") {
            return slip;
        }
        let found = self.peek();
        let hint = found.and_then(|token| suggest::did_you_mean(&token.text, words.iter().copied(), "`"));
        let found = found.map_or_else(|| "the end".to_owned(), |token| format!("`{}`", token.text));
        Slip::new("unexpected", format!("expected {what}, found {found}")).maybe_help(hint).at(self.spot())
    }
}

/// The name of a block, as far as its first line says one: what stands behind its first word.
pub(crate) fn name_of(text: &str) -> Option<Text> {
    let line = text.lines().next()?;
    let name = tokens(line).into_iter().nth(1)?;
    matches!(name.kind, TokenKind::Text | TokenKind::Word).then(|| name.text.into())
}

/// `stage routing first`
pub(crate) struct Heading {
    pub(crate) stage: Stage,
    /// The mode, where the heading says one.
    pub(crate) mode: Option<Mode>,
    pub(crate) at: Spot,
}

pub(crate) fn heading(text: &str) -> Result<Heading, Slip> {
    let mut read = Reader::new(text);
    read.takes("stage");
    let at = read.spot();
    let names = Stage::ALL.map(Stage::name);
    let name = read.word("the name of a stage")?;
    let stage = Stage::named(&name).ok_or_else(|| {
        let hint = suggest::did_you_mean(&name, names, "`");
        let help = hint.unwrap_or_else(|| format!("the stages are {}", names.join(", ")));
        Slip::new("unknown-stage", format!("there is no stage `{name}`")).help(help).at(at)
    })?;
    let mode = mode(&mut read);
    match read.peek() {
        Some(_) if mode.is_none() => {
            Err(read.wanted("`first`, `all` or a new line after the stage", &["first", "all"]))
        }
        _ => read.end().map(|()| Heading { stage, mode, at }),
    }
}

/// `first` or `all`, if one stands here.
pub(crate) fn mode(read: &mut Reader<'_>) -> Option<Mode> {
    if read.takes("first") {
        return Some(Mode::First);
    }
    read.takes("all").then_some(Mode::All)
}

/// `import "common"`: the name and where it stands.
pub(crate) fn import(text: &str) -> Result<(String, Spot), Slip> {
    named(text, "import", "the name of a file in double quotes")
}

/// `queue "network-l2" "Network, second line"`: the name and where it stands.
pub(crate) fn queue(text: &str) -> Result<(String, Spot), Slip> {
    named(text, "queue", "the name of a queue in double quotes")
}

/// A word, a name in quotes, and perhaps a description in quotes.
fn named(text: &str, word: &str, what: &str) -> Result<(String, Spot), Slip> {
    let mut read = Reader::new(text);
    read.takes(word);
    let at = read.spot();
    let name = read.text(what)?;
    read.take(TokenKind::Text);
    if name.trim().is_empty() {
        return Err(Slip::new("missing-name", "a name may not be empty").at(at));
    }
    read.end().map(|()| (name, at))
}

/// `field "form.start_date" instant`, with where its name stands.
pub(crate) fn field(text: &str) -> Result<(Field, Spot), Slip> {
    const TYPES: [&str; 10] =
        ["text", "id", "integer", "number", "boolean", "instant", "texts", "list", "map", "one of"];
    let mut read = Reader::new(text);
    read.takes("field");
    let at = read.spot();
    let name = read.text("the name of a field in double quotes")?;
    let path = Path::parse_in_ticket(&name).filter(|path| path.names.iter().all(|name| is_name(name))).ok_or_else(|| {
        Slip::new("field-name", format!("{} cannot name a field", quoted(&name)))
            .help("a name is letters, digits and `_`, with `.` between a map and what is in it: \"cost_centre\", \"form.start_date\", \"requester.cost_code\"")
            .at(at)
    })?;
    if let Some(depth) = path.too_deep_for(&Value::Missing) {
        let said = format!("this field has {depth} names, one inside the other; it may have at most {}", Path::DEEPEST);
        return Err(Slip::new("field-name", said).help("take shorter ways to what a ticket holds").at(at));
    }
    let at_type = read.spot();
    let word = read.word("the type of the field")?;
    let kind = match word.as_str() {
        "one" => one_of(&mut read)?,
        word => FieldType::named(word).ok_or_else(|| {
            let hint = suggest::did_you_mean(word, TYPES, "`");
            let help = hint.unwrap_or_else(|| format!("the types are {}", TYPES.join(", ")));
            Slip::new("unknown-type", format!("there is no type `{word}`")).help(help).at(at_type)
        })?,
    };
    let at_help = read.spot();
    let help = read.take(TokenKind::Text).unwrap_or_default().into();
    if matches!(&kind, FieldType::OneOf(words) if words.len() == 1) {
        let slip = Slip::new("field-name", "a field that may hold one word only says nothing");
        return Err(slip.help("write `,` between the words: one of \"low\", \"high\"").at(at_help));
    }
    read.end()?;
    let default = default_of(&kind);
    Ok((Field { path, kind, default, help }, at))
}

fn one_of(read: &mut Reader<'_>) -> Result<FieldType, Slip> {
    read.must("of", "`of` and the words that the field may hold")?;
    let mut words = vec![Text::from(read.text("a word in double quotes")?)];
    while read.takes(",") {
        words.push(read.text("a word in double quotes")?.into());
    }
    Ok(FieldType::OneOf(words))
}

/// Two words of a field that look the same, so that one is easily written for the other.
pub(crate) fn twins(kind: &FieldType) -> Option<(&Text, &Text)> {
    let FieldType::OneOf(words) = kind else { return None };
    let look = |word: &Text| word.trim().to_lowercase();
    let twin_of = |(index, word): (usize, &'_ Text)| {
        words.iter().take(index).position(|known| look(known) == look(word)).map(|twin| (twin, index))
    };
    let (first, second) = words.iter().enumerate().find_map(twin_of)?;
    Some((words.get(first)?, words.get(second)?))
}

/// What a missing value of a declared field reads as, where that has one plain meaning.
fn default_of(kind: &FieldType) -> Value {
    match kind {
        FieldType::Boolean => Value::Bool(false),
        FieldType::List | FieldType::TextList => Value::List(vec![]),
        FieldType::Map => Value::Map(Map::new()),
        _ => Value::Missing,
    }
}

fn is_name(name: &str) -> bool {
    name != IN && name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_numeric())
}

/// The maps that a declared field lies in, outermost first: they are declared with it.
pub(crate) fn maps_above(field: &Field) -> impl Iterator<Item = Field> {
    let Path { root, names } = &field.path;
    (1..names.len()).map(|length| Field {
        path: Path { root: *root, names: names[..length].into() },
        kind: FieldType::Map,
        default: Value::Map(Map::new()),
        help: "".into(),
    })
}

/// Whether rules may declare fields of this record: all but what happened.
pub(crate) fn is_open(root: Root) -> bool {
    root != Root::Event
}
