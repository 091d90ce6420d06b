//! Loads one pack file.

use domain::ids::ClauseId;
use domain::policy::Policy;
use std::sync::Arc;

use crate::meant;
use crate::problem::{Complaints, Problem};
use crate::read::Reader;
use crate::schema::Document;

/// Longest pack file, in bytes; the shipped ones have less than a tenth of it.
const LONGEST_FILE: usize = 256 * 1024;

/// A pack that could be read. Whether it is whole and free of contradictions, [`crate::check`] says.
#[derive(Clone, Debug)]
pub struct Pack {
    /// What the house decides by.
    pub policy: Arc<Policy>,
    /// What people call it.
    pub title: Bilingual,
    /// For whom it is and what is special about it.
    pub description: Bilingual,
    /// What the ids of its clauses begin with, such as `P03`.
    pub prefix: String,
    /// Every clause that a setting rests on, sorted.
    pub clauses: Vec<ClauseId>,
    /// The source, byte for byte: what a store keeps, so that a decision can be re-run years later.
    pub text: String,
    /// The file, as the caller named it.
    pub file: String,
    /// What the author wrote, with places, for the check's complaints.
    pub(crate) document: Arc<Document>,
}

/// A text in Chinese and in English.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Reads the text of a pack; `file_name` is what complaints call it.
///
/// # Errors
/// Every problem found: malformed TOML, unknown keys and words (with the one that was meant), settings that do not
/// say on what they rest. Only the first problem of shape is reported, for a misread shape would cause others.
pub fn load(text: &str, file_name: &str) -> Result<Pack, Vec<Problem>> {
    let mut complaints = Complaints::new(file_name, text);
    if text.len() > LONGEST_FILE {
        complaints.at(0, format!("the file has more than {} KiB", LONGEST_FILE / 1024));
        return Err(complaints.into_problems());
    }
    let read: Result<Document, _> = toml::from_str(text);
    // A key misspelt is told by its own place, and not as the section or the key that is missing for it.
    let misspelt = read.as_ref().is_err_and(|error| error.message().starts_with("unknown field"));
    if !misspelt {
        crate::shape::look_over(text, &mut complaints);
    }
    if complaints.count() > 0 {
        return Err(complaints.into_problems());
    }
    let document = match read {
        Ok(document) => document,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            complaints.at(offset, in_our_words(error.message()));
            return Err(complaints.into_problems());
        }
    };
    let (policy, clauses) = Reader::read(&document, &mut complaints);
    if complaints.count() > 0 {
        return Err(complaints.into_problems());
    }
    Ok(Pack {
        policy: Arc::new(policy),
        title: Bilingual { zh: document.title.zh.clone(), en: document.title.en.clone() },
        description: Bilingual { zh: document.description.zh.clone(), en: document.description.en.clone() },
        prefix: document.clauses.value.clone(),
        clauses: clauses.into_iter().collect(),
        text: text.to_owned(),
        file: file_name.to_owned(),
        document: Arc::new(document),
    })
}

/// A message of the TOML reader, with the key that was meant where it names an unknown one.
fn in_our_words(message: &str) -> String {
    if let Some(rest) = message.strip_prefix("unknown field `") {
        // The words between back quotes: first the unknown key, then those that are known here.
        let mut words = rest.split('`');
        let unknown = words.next().unwrap_or_default();
        let known: Vec<&str> = words.skip(1).step_by(2).collect();
        let hint = meant::hint(unknown, known.iter().copied());
        return format!("unknown key {}{hint} (known: {})", meant::quoted(unknown), known.join(", "));
    }
    if let Some(rest) = message.strip_prefix("missing field `") {
        return format!("the key `{}` is missing", rest.trim_end_matches('`'));
    }
    message.to_owned()
}
