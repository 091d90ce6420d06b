//! A pack in prose, as a sales manager reads it: what the house does, each statement with its clause.
//!
//! It reads the very text of the pack, not the values made of it, so that a setting which has no phrase yet is shown as it is
//! written instead of being left out; [`unspoken`] names those.

mod phrases;
mod sections;
mod values;

use domain::explanation::Lang;
use toml::{Table, Value};

use crate::Pack;
use sections::{EXTRA, SECTIONS, Section};
use values::Speaker;

/// The page of a pack, in Markdown.
#[must_use]
pub fn describe(pack: &Pack, lang: Lang) -> String {
    page(pack, lang).0
}

/// The keys and words of a pack for which there is no phrase, each once.
#[must_use]
pub fn unspoken(pack: &Pack) -> Vec<String> {
    let mut missing: Vec<String> = Lang::ALL.iter().flat_map(|lang| page(pack, *lang).1).collect();
    missing.sort();
    missing.dedup();
    missing
}

fn page(pack: &Pack, lang: Lang) -> (String, Vec<String>) {
    let mut speaker = Speaker::new(lang, &pack.policy.currency);
    // A pack could be read, or there would be none.
    let document: Table = toml::from_str(&pack.text).unwrap_or_default();
    let (title, description) = match lang {
        Lang::Zh => (&pack.title.zh, &pack.description.zh),
        Lang::En => (&pack.title.en, &pack.description.en),
    };
    let id = &pack.policy.id;
    let mut page = format!("# {title}\n\n{description}\n\n");
    page += &match lang {
        Lang::Zh => format!(
            "<!-- 由 `lunpai policy describe {} --text zh` 从制度包生成，请勿手改。 -->\n\n制度包 `{}`，第 {} 版；条款编号以 `{}` 开头。\
             每条后面括号里是所依据的条款；标“本项目默认”的，是制度原文没有写明、由本制度包补上的，可以改。\n",
            id.name, id.name, id.version, pack.prefix
        ),
        Lang::En => format!(
            "<!-- Generated from the pack by `lunpai policy describe {} --text en`; not to be edited. -->\n\nPack `{}`, version {}; its clauses \
             begin with `{}`. In brackets after each statement stands the clause on which it rests; \"our default\" marks what the \
             regulations leave open and the pack fills in, and what may be changed.\n",
            id.name, id.name, id.version, pack.prefix
        ),
    };
    let mut told = vec!["name", "version", "title", "description", "clauses", "currency"];
    for section in SECTIONS {
        told.extend(section.keys.iter().map(|(key, _)| *key));
        page += &chapter(&mut speaker, section, &document);
    }
    for (key, value) in document.iter().filter(|(key, _)| !told.contains(&key.as_str())) {
        let section = Section { zh: key, en: key, keys: &[(key.as_str(), EXTRA)], ordered: false };
        speaker.missing(key);
        let alone: Table = [(key.clone(), value.clone())].into_iter().collect();
        page += &chapter(&mut speaker, &section, &alone);
    }
    (page, speaker.missed)
}

fn chapter(speaker: &mut Speaker, section: &Section<'_>, document: &Table) -> String {
    let mut lines = Vec::new();
    for (key, order) in section.keys {
        match document.get(*key) {
            Some(Value::Array(rules)) => {
                let alone = rules.len() == 1;
                let rules = rules.iter().filter_map(Value::as_table);
                lines.extend(rules.map(|rule| speaker.rule(key, order, rule, alone)));
            }
            Some(Value::Table(settings)) if order.is_empty() => {
                lines.extend(settings.iter().filter_map(|(name, value)| speaker.setting(key, name, value)));
            }
            Some(Value::Table(settings)) => lines.push(speaker.rule(key, order, settings, true)),
            _ => {}
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    let heading = match speaker.lang {
        Lang::Zh => section.zh,
        Lang::En => section.en,
    };
    let mut text = format!("\n## {heading}\n\n");
    if section.ordered && lines.len() > 1 {
        text += match speaker.lang {
            Lang::Zh => "从上往下看，第一条符合的算数。\n\n",
            Lang::En => "Read from the top: the first that fits decides.\n\n",
        };
    }
    for (place, line) in lines.iter().enumerate() {
        text += &if section.ordered && lines.len() > 1 {
            format!("{}. {line}\n", place + 1)
        } else {
            format!("- {line}\n")
        };
    }
    text
}
