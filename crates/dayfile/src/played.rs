//! What came of one line, and how it is printed.

use application::{Auto, Failure, TextMode, Told};
use serde::Serialize;
use serde_json::Value;
use wire::Stamp;
use wire::expect::{Difference, differences};
use wire::outcome::{Answer, Nothing, Printed, Text};

/// In which languages decisions are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// In both.
    Both,
    /// In Chinese.
    Chinese,
    /// In English.
    English,
    /// Values only.
    None,
}

impl Language {
    fn mode(self) -> TextMode {
        if self == Self::None { TextMode::None } else { TextMode::Both }
    }
}

/// One line, and what came of it.
pub struct Played {
    pub(crate) line: u64,
    pub(crate) at: Stamp,
    pub(crate) verb: &'static str,
    pub(crate) expect: Option<Value>,
    pub(crate) came: Came,
    pub(crate) before: Vec<Auto>,
    pub(crate) after: Vec<Auto>,
}

/// The answer to a line.
pub(crate) enum Came {
    /// It was done, and this is the answer.
    Told(Told),
    /// The rules said no.
    Refused(Failure),
    /// In a what-if, it had become senseless and was skipped.
    Diverged,
}

impl Played {
    /// The number of the line, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Its verb.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        self.verb
    }

    /// When it was told.
    #[must_use]
    pub fn at(&self) -> Stamp {
        self.at
    }

    /// In a what-if: has it become senseless?
    #[must_use]
    pub fn diverged(&self) -> bool {
        matches!(self.came, Came::Diverged)
    }

    /// Did the rules refuse it?
    #[must_use]
    pub fn refused(&self) -> bool {
        matches!(self.came, Came::Refused(_))
    }

    /// Did the line expect anything?
    #[must_use]
    pub fn expects(&self) -> bool {
        self.expect.is_some()
    }

    /// The differences between what the line expected and what came, where there are any.
    ///
    /// # Errors
    /// An answer that cannot be written as JSON.
    pub fn differences(&self) -> Result<Vec<Difference>, Failure> {
        let expect = self.expect.as_ref();
        match &self.came {
            Came::Refused(failure) => Ok(differences(expect, Err(&json(&failure.refused())?))),
            // What nothing is expected of need not be written out.
            _ if expect.is_none() => Ok(Vec::new()),
            Came::Told(told) => Ok(differences(expect, Ok(&told.json(TextMode::Both)?))),
            Came::Diverged => Ok(differences(expect, Ok(&json(&DIVERGED)?))),
        }
    }

    /// The sentences in which the decision is told, if the line was answered by one.
    #[must_use]
    pub fn text(&self) -> Option<Text> {
        match &self.came {
            Came::Told(told) => match told.answer(TextMode::Both)? {
                Answer::Decision(decision) => decision.text,
                Answer::Nothing(done) => done.text,
                _ => None,
            },
            Came::Refused(failure) => Some(failure.detail()),
            Came::Diverged => None,
        }
    }

    /// Appends the output lines: what time brought before this line, the line itself, and what it made possible at
    /// once, which runs before the next line.
    ///
    /// # Errors
    /// An answer that cannot be written as JSON.
    pub fn write(&self, language: Language, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        write_autos(&self.before, self.line, language, out)?;
        let (line, at, verb) = (self.line, self.at, self.verb);
        match &self.came {
            Came::Told(told) => {
                let answer = told.answer(language.mode()).unwrap_or_else(|| Nothing::default().into());
                write_line(&Printed::done(line, at, verb, spoken(answer, language)), out)
            }
            Came::Refused(failure) => {
                write_line(&Printed::<Answer>::refused(line, at, verb, failure.refused()), out)
            }
            Came::Diverged => write_line(&Printed::done(line, at, verb, DIVERGED), out),
        }?;
        write_autos(&self.after, self.line + 1, language, out)
    }
}

const DIVERGED: Nothing =
    Nothing { diverged: true, clause: None, incidents: Vec::new(), missing: Vec::new(), text: None };

/// Appends what time brought before line `line`.
pub(crate) fn write_autos(
    autos: &[Auto],
    line: u64,
    language: Language,
    out: &mut Vec<u8>,
) -> Result<(), serde_json::Error> {
    for auto in autos {
        let told = auto.printed(line, language.mode());
        let printed = wire::outcome::Auto {
            line: told.line,
            at: told.at,
            auto: told.auto,
            staff: told.staff,
            visitor: told.visitor,
            customer: told.customer,
            result: spoken(told.result, language),
        };
        write_line(&printed, out)?;
    }
    Ok(())
}

/// An answer as it is written: its keys in the usual order, and a single text last.
#[derive(Serialize)]
#[serde(untagged)]
enum Spoken {
    /// In both languages, or without a text.
    Whole(Answer),
    /// In one.
    InOne {
        #[serde(flatten)]
        answer: Answer,
        text: OneText,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum OneText {
    Zh(String),
    En(String),
}

/// The answer with one of its two texts only, where that is wanted and it has any.
fn spoken(mut answer: Answer, language: Language) -> Spoken {
    let one = matches!(language, Language::Chinese | Language::English);
    let text = match &mut answer {
        Answer::Decision(decision) if one => decision.text.take(),
        Answer::Nothing(done) if one => done.text.take(),
        _ => None,
    };
    match text {
        None => Spoken::Whole(answer),
        Some(text) if language == Language::Chinese => Spoken::InOne { answer, text: OneText::Zh(text.zh) },
        Some(text) => Spoken::InOne { answer, text: OneText::En(text.en) },
    }
}

fn write_line<T: Serialize>(printed: &T, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    serde_json::to_writer(&mut *out, printed)?;
    out.push(b'\n');
    Ok(())
}

fn json<T: Serialize>(value: &T) -> Result<Value, Failure> {
    serde_json::to_value(value).map_err(|error| Failure::Corrupt(error.to_string()))
}
