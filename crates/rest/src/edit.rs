//! Edits: what somebody has read before is replaced only if nobody else has changed it meanwhile.

use actix_web::HttpResponse;
use actix_web::http::header;
use application::{Edited, Expected, Request, Told, Version};
use wire::Stamp;
use wire::reading::Draft;
use wire::verb::Verb;

use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::problem::{Problem, kinds};
use crate::submit::Received;

/// Which versions the request may replace, by its `If-Match`.
pub(crate) fn expected(asked: &Asked<'_>, of: Edited) -> Result<Expected, Problem> {
    let mut given = asked.request.headers().get_all(header::IF_MATCH).peekable();
    if given.peek().is_none() {
        return Err(Problem::own(kinds::VERSION_REQUIRED));
    }
    let mut versions = Vec::new();
    for tags in given {
        let tags = tags.to_str().map_err(|_| bad_tag())?;
        if tags.trim() == "*" {
            return Ok(Expected { of, versions: Vec::new() });
        }
        for tag in tags.split(',').map(str::trim) {
            versions.push(version(tag)?);
        }
    }
    Ok(Expected { of, versions })
}

/// What stands between the quotes. A weak tag is no version of ours: it is kept as it is and so fits none.
fn version(tag: &str) -> Result<Version, Problem> {
    if tag.starts_with("W/") {
        return Ok(Version::given(tag));
    }
    let inner = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.is_empty()).map(Version::given).ok_or_else(bad_tag)
}

fn bad_tag() -> Problem {
    Problem::header("If-Match", "must be the ETag that came with what is edited, in quotes")
}

/// The body of an edit, and when it happened.
pub(crate) fn drafted(asked: &Asked<'_>, received: Received) -> Result<(Draft, Option<Stamp>), Problem> {
    let mut draft = Draft::read(&asked.body(received)?, asked.operation.most_bytes)?;
    let happened_at = draft.take("happened_at")?;
    Ok((draft, happened_at))
}

/// Carries out an edit.
pub(crate) async fn carried_out(
    asked: &Asked<'_>,
    verb: impl Into<Verb>,
    happened_at: Option<Stamp>,
    expected: Expected,
) -> Result<Told, Problem> {
    let request = Request {
        actor: asked.actor()?,
        happened_at: happened_at.map(Stamp::utc),
        expected: Some(expected),
        ..Request::new(verb)
    };
    Ok(asked.door.application.submit(&asked.site()?, request).await.outcome?)
}

/// The answer with its version.
pub(crate) fn versioned(answer: Outcome, version: &Version) -> Result<HttpResponse, Problem> {
    let mut response = answer?;
    if let Ok(tag) = header::HeaderValue::from_str(&answer::tag(version.as_str())) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_stands_in_quotes() {
        assert_eq!(version("\"a1\"").ok(), Some(Version::given("a1")));
        for wrong in ["", "a1", "\"a1", "\"\""] {
            assert!(version(wrong).is_err(), "{wrong}");
        }
        assert_ne!(version("W/\"a1\"").ok(), Some(Version::given("a1")));
    }
}
