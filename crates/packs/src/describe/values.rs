//! Puts a rule, a setting, a word into words.

use domain::explanation::Lang;
use toml::{Table, Value};

use super::phrases::PHRASES;
use crate::measure::parse_length;

/// Speaks one language and remembers what it had no phrase for.
pub(super) struct Speaker {
    pub(super) lang: Lang,
    pub(super) missed: Vec<String>,
    /// The currency of fines.
    currency: String,
}

/// Keys that say on what a rule rests; told last, in brackets.
const RESTS: &[&str] = &["clause", "basis", "due_basis", "each_basis"];

/// Keys whose list names alternatives.
const ALTERNATIVES: &[&str] = &[
    "cause", "what", "channel", "says", "customer", "as", "grade", "status", "of", "among", "absent", "class",
];

impl Speaker {
    pub(super) fn new(lang: Lang, currency: &str) -> Self {
        Self { lang, missed: Vec::new(), currency: currency.to_owned() }
    }

    pub(super) fn missing(&mut self, what: &str) {
        self.missed.push(what.to_owned());
    }

    const fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The phrase under the first of these keys that has one.
    fn phrase(&self, keys: &[&str]) -> Option<&'static str> {
        keys.iter().find_map(|key| {
            let (_, zh, en) = PHRASES.iter().find(|(known, ..)| known == key)?;
            Some(match self.lang {
                Lang::Zh => *zh,
                Lang::En => *en,
            })
        })
    }

    /// One rule as a sentence: its conditions, then what it says, then on what it rests.
    ///
    /// `alone`: the list has no other rule, so that nothing is "left".
    pub(super) fn rule(&mut self, section: &str, order: &[&str], rule: &Table, alone: bool) -> String {
        let left = rule.keys().map(String::as_str).filter(|key| !order.contains(key) && !RESTS.contains(key));
        let keys: Vec<&str> = order.iter().copied().chain(left).collect();
        let mut parts: Vec<String> = Vec::new();
        let mut heads: Vec<String> = Vec::new();
        for key in keys {
            let Some(value) = rule.get(key) else { continue };
            match (section, key, value) {
                (_, "if", Value::Table(conditions)) => heads.extend(self.conditions(section, conditions)),
                (_, "of", _) | ("found", "what", _) | ("task", "on", _) => {
                    heads.push(self.key(section, key, value));
                }
                // Who is asked and what for are one phrase.
                ("task", "what", _) => {
                    let asked = parts.pop().unwrap_or_default();
                    parts.push(format!("{asked}{}", self.key(section, key, value)));
                }
                _ => parts.push(self.key(section, key, value)),
            }
        }
        if heads.is_empty() && order.contains(&"if") {
            let (only, rest) = (format!("{section}.only"), format!("{section}.else"));
            let keys = if alone { [&*only, &*rest] } else { [&*rest, &*rest] };
            heads.extend(self.phrase(&keys).map(str::to_owned));
        }
        parts.retain(|part| !part.is_empty());
        let head = heads.join(self.pick("，且", " and "));
        let body = parts.join(self.pick("，", ", "));
        let sentence = if head.is_empty() { body } else { format!("{head}{}{body}", self.pick("：", ": ")) };
        format!("{}{}{}", capital(&sentence, self.lang), self.pick("。", ". ").trim_end(), self.rests(rule))
    }

    /// One setting that stands for itself.
    pub(super) fn setting(&mut self, section: &str, name: &str, value: &Value) -> Option<String> {
        if RESTS.contains(&name) {
            return None;
        }
        if let Value::Array(rules) = value
            && rules.iter().any(Value::is_table)
        {
            let lead = self.phrase(&[&format!("{section}.{name}"), name]);
            if lead.is_none() {
                self.missing(&format!("{section}.{name}"));
            }
            let told: Vec<String> =
                rules.iter().filter_map(Value::as_table).map(|rule| self.bare(name, rule)).collect();
            let told = told.join(self.pick("；", "; "));
            let text = lead.map_or_else(|| format!("`{name}` {told}"), |lead| lead.replace("{}", &told));
            return Some(format!("{}{}", capital(&text, self.lang), self.pick("。", ".")));
        }
        let told = self.key(section, name, value);
        let rests = value.as_table().map(|table| self.rests(table)).unwrap_or_default();
        (!told.is_empty()).then(|| format!("{}{}{rests}", capital(&told, self.lang), self.pick("。", ".")))
    }

    /// Each condition; the cause, which names the person, first.
    fn conditions(&mut self, section: &str, conditions: &Table) -> Vec<String> {
        let mut sorted: Vec<(&String, &Value)> = conditions.iter().collect();
        sorted.sort_by_key(|(key, _)| key.as_str() != "cause");
        sorted.into_iter().map(|(key, value)| self.key(&format!("{section}.if"), key, value)).collect()
    }

    /// A table within a rule, with on what it rests.
    fn bare(&mut self, section: &str, table: &Table) -> String {
        let told: Vec<String> = table
            .iter()
            .filter(|(key, _)| !RESTS.contains(&key.as_str()))
            .map(|(key, value)| self.key(section, key, value))
            .collect();
        format!("{}{}", told.join(self.pick("，", ", ")), self.rests(table))
    }

    /// A key with its value.
    fn key(&mut self, section: &str, key: &str, value: &Value) -> String {
        let own = format!("{section}.{key}");
        if let Value::Boolean(yes) = value {
            let (own_yes, any_yes) = (format!("{own}={yes}"), format!("{key}={yes}"));
            if let Some(phrase) = self.phrase(&[&own_yes, &any_yes]) {
                return phrase.to_owned();
            }
            self.missing(&own_yes);
            return format!("`{key} = {yes}`");
        }
        let told = self.value(key, value);
        match self.phrase(&[&own, key]) {
            Some(phrase) => phrase.replace("{}", &told),
            None => {
                self.missing(&own);
                format!("`{key}` {told}")
            }
        }
    }

    fn value(&mut self, key: &str, value: &Value) -> String {
        match value {
            Value::String(text) => self.word(key, text),
            Value::Integer(cents) if key == "fine_cents" => self.money(*cents),
            Value::Array(items) => {
                let steps = matches!(key, "to" | "do");
                let told: Vec<String> = items.iter().map(|item| self.value(key, item)).collect();
                if !steps && ALTERNATIVES.contains(&key) {
                    return self.one_of(&told);
                }
                let stages = items.iter().any(Value::is_table);
                told.join(match (steps, key) {
                    (true, "do") if stages => self.pick("；", "; "),
                    (true, "to") => self.pick("；不行再由", ", else "),
                    (true, _) => self.pick("，并", " and "),
                    _ => self.pick("、", ", "),
                })
            }
            Value::Table(table) => self.table(key, table),
            other => other.to_string(),
        }
    }

    /// One, two or a third.
    fn one_of(&self, told: &[String]) -> String {
        match told {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                format!("{}{}{last}", first.join(self.pick("、", ", ")), self.pick("或", " or "))
            }
        }
    }

    fn table(&mut self, key: &str, table: &Table) -> String {
        // A text in both languages.
        if let (Some(zh), Some(en)) =
            (table.get("zh").and_then(Value::as_str), table.get("en").and_then(Value::as_str))
        {
            return self.pick(zh, en).to_owned();
        }
        match (key, table.get("through"), table.get("is"), table.get("who")) {
            (_, through, Some(is), _) => {
                let told = self.value(key, is);
                match through {
                    Some(through) => {
                        let length = self.value("through", through);
                        self.pick("{l}以内{t}", "up to {l} {t}").replace("{l}", &length).replace("{t}", &told)
                    }
                    None if key == "do" => self.pick("超过则{t}", "beyond that {t}").replace("{t}", &told),
                    None => told,
                }
            }
            ("to", _, _, Some(who)) => {
                let mut told = self.value(key, who);
                if table.get("skilled").and_then(Value::as_bool) == Some(true) {
                    let among = self.pick("技能符合的人里，{}", "{} of those with the skills");
                    told = among.replace("{}", &told);
                }
                let rests = self.rests(table);
                let cell = table.get("cell").map(|cell| self.value("cell", cell));
                match cell {
                    Some(cell) => {
                        format!("{told}{}{cell}{}{rests}", self.pick("（", " ("), self.pick("）", ")"))
                    }
                    None => format!("{told}{rests}"),
                }
            }
            ("shares", ..) => {
                let told: Vec<String> = table
                    .iter()
                    .map(|(role, share)| {
                        let whose = self.word("share", role);
                        let much = share.as_str().unwrap_or_default();
                        let all = self.pick("全部", "all of it");
                        if much == "1" {
                            format!("{whose}{}{all}", self.pick("", " "))
                        } else {
                            format!("{whose} {much}")
                        }
                    })
                    .collect();
                told.join(self.pick("，", ", "))
            }
            _ => {
                let told: Vec<String> = table
                    .iter()
                    .filter(|(name, _)| !RESTS.contains(&name.as_str()))
                    .map(|(name, value)| self.key(key, name, value))
                    .collect();
                told.join(self.pick("，", ", "))
            }
        }
    }

    /// A word of the vocabulary, a length of time, or a name of the house.
    fn word(&mut self, key: &str, text: &str) -> String {
        let (own, any) = (format!("{key}:{text}"), format!(":{text}"));
        if let Some(phrase) = self.phrase(&[&own, &any]) {
            return phrase.to_owned();
        }
        if let Some(span) = parse_length(text) {
            return self.length(span.0);
        }
        // Names of the house, clauses, times of day and dates stand for themselves.
        let itself = matches!(
            key,
            "name"
                | "of"
                | "fields"
                | "required_fields"
                | "dates"
                | "department"
                | "between"
                | "reason"
                | "word"
                | "class"
        ) || text.contains([':', '-', '/'])
            || !text.is_ascii();
        if !itself {
            self.missing(&own);
        }
        if itself { text.to_owned() } else { format!("`{text}`") }
    }

    fn length(&self, seconds: u32) -> String {
        let units =
            [(86_400, "天", "day"), (3_600, "小时", "hour"), (60, "分钟", "minute"), (1, "秒", "second")];
        let mut left = seconds;
        let mut told = Vec::new();
        for (size, zh, en) in units {
            // A day of 24 hours is said as hours where that is all: a suspension of "24 hours" is no civil day.
            let number = if size == 86_400 && left == size { 0 } else { left / size };
            if number > 0 {
                left -= number * size;
                told.push(match self.lang {
                    Lang::Zh => format!("{number} {zh}"),
                    Lang::En => format!("{number} {en}{}", if number == 1 { "" } else { "s" }),
                });
            }
        }
        told.join(" ")
    }

    fn money(&self, cents: i64) -> String {
        let (whole, rest) = (cents / 100, cents % 100);
        let amount = if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}") };
        if self.currency == "CNY" {
            format!("{amount} {}", self.pick("元", "yuan"))
        } else {
            format!("{} {amount}", self.currency)
        }
    }

    /// On what it rests, in brackets.
    fn rests(&self, table: &Table) -> String {
        let clause = table.get("clause").and_then(Value::as_str);
        let ours = table.contains_key("basis");
        let due = table.contains_key("due_basis");
        let mut told: Vec<String> = clause.map(str::to_owned).into_iter().collect();
        if ours {
            told.push(self.pick("本项目默认", "our default").to_owned());
        }
        if due {
            told.push(self.pick("时限为本项目默认", "the time is our default").to_owned());
        }
        if table.contains_key("each_basis") {
            told.push(self.pick("人数为本项目默认", "the number is our default").to_owned());
        }
        for (name, inner) in table.iter().filter_map(|(name, value)| Some((name, value.as_table()?))) {
            if inner.contains_key("basis") {
                told.push(
                    match name.as_str() {
                        "every" => self.pick("时长为本项目默认", "the length is our default"),
                        _ => self.pick("其中有本项目默认", "part of it is our default"),
                    }
                    .to_owned(),
                );
            }
            let other = inner.get("clause").and_then(Value::as_str);
            let other = other.filter(|other| Some(*other) != clause).map(str::to_owned);
            told.extend(other.filter(|other| !told.contains(other)));
        }
        if told.is_empty() {
            return String::new();
        }
        match self.lang {
            Lang::Zh => format!("（{}）", told.join("；")),
            Lang::En => format!(" ({})", told.join("; ")),
        }
    }
}

/// An English sentence begins with a capital letter.
fn capital(text: &str, lang: Lang) -> String {
    let mut letters = text.chars();
    match (lang, letters.next()) {
        (Lang::En, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
