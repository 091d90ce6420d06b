//! Strict reading: quick when all is well, and exact about the key when not, without ever repeating a value.
//!
//! Text is read straight into its type; only when that fails is it read once more as a tree, whose reader knows the
//! path to every value and reports the kind of what it found but not the thing itself: it may be a phone.

mod bad_line;
mod entry;
mod nearest;
mod tree;

pub use bad_line::BadLine;
pub(crate) use bad_line::shown;
pub use entry::Draft;
pub(crate) use nearest::nearest;
pub(crate) use tree::Tree;

use crate::collection;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The longest day line or body, in bytes.
pub const MOST_BYTES: usize = 1 << 20;

/// The body of one verb: a day line without `at` and `do`.
pub trait Body: DeserializeOwned {
    /// The verb whose body this is, as a line's `do` names it.
    const VERB: &'static str;

    /// What the keys cannot say one by one, such as that one of two is needed.
    fn check(&self) -> Result<(), BadLine> {
        Ok(())
    }
}

/// Reads a REST body as strictly as a day line.
pub fn body<T: Body>(bytes: &[u8]) -> Result<T, BadLine> {
    let text = text(bytes)?;
    let body: T = object(text, MOST_BYTES)?;
    body.check()?;
    Ok(body)
}

/// The bytes as text.
pub fn text(bytes: &[u8]) -> Result<&str, BadLine> {
    core::str::from_utf8(bytes)
        .map_err(|e| BadLine::new(format!("not UTF-8 after its first {} bytes", e.valid_up_to())))
}

/// Reads one JSON object of at most `most` bytes, as strictly as its type says.
pub fn object<T: DeserializeOwned>(text: &str, most: usize) -> Result<T, BadLine> {
    within(text, most)?;
    let mut quick = serde_json::Deserializer::from_str(text);
    if let Ok(read) = collection::object(&mut quick)
        && quick.end().is_ok()
    {
        return Ok(read);
    }
    collection::object(Tree(tree(text)?))
}

pub(crate) fn within(text: &str, most: usize) -> Result<(), BadLine> {
    if text.len() > most { Err(BadLine::new(format!("is longer than {most} bytes"))) } else { Ok(()) }
}

/// The text as a tree in which no key stands twice.
pub(crate) fn tree(text: &str) -> Result<Value, BadLine> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = collection::value(&mut reader).map_err(|e| not_json(&e))?;
    reader.end().map_err(|e| not_json(&e))?;
    Ok(tree)
}

/// What serde_json says of broken syntax quotes no value; only its line number, always 1, would mislead.
fn not_json(error: &serde_json::Error) -> BadLine {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(reason, _)| reason);
    if error.is_data() {
        // Good syntax, but a key that stands twice: our own words.
        return BadLine::new(said);
    }
    BadLine::new(format!("not valid JSON at column {}: {said}", error.column()))
}

#[cfg(test)]
mod tests;
