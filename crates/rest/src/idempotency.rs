//! What makes a repeated request harmless: the client's key, and a digest of what was asked under it.

use actix_web::http::header::HeaderMap;
use application::Idempotency;
use application::ports::RequestKey;
use sha2::{Digest, Sha256};

use crate::operation::Operation;
use crate::problem::Problem;

/// The header as the IETF draft names it.
pub(crate) const HEADER: &str = "Idempotency-Key";
/// Says that an answer is that of an earlier request.
pub(crate) const REPLAYED: &str = "Idempotency-Replayed";
/// The longest key.
const MOST: usize = 255;

/// The request's key, if it has one, with a digest of the request: its address and its body, byte for byte.
pub(crate) fn read(
    headers: &HeaderMap,
    operation: &Operation,
    actor: Option<&str>,
    address: &str,
    body: &[u8],
) -> Result<Option<Idempotency>, Problem> {
    let Some(given) = headers.get(HEADER) else {
        return Ok(None);
    };
    let key = given.to_str().ok().and_then(key).ok_or_else(|| {
        Problem::header(
            HEADER,
            format!("must be a text in quotes or a bare token, of 1 to {MOST} characters"),
        )
    })?;
    // One that makes a site cannot belong to the site: it may come again with another.
    let everywhere = !operation.path.contains("{site}");
    // A key belongs to whoever asks and to the operation, so that two clients cannot meet in one.
    let scope = format!("{} {}", operation.id, actor.unwrap_or_default());
    Ok(Some(Idempotency {
        key: RequestKey { scope, key: key.to_owned(), everywhere },
        fingerprint: digest(address, body),
    }))
}

fn key(given: &str) -> Option<&str> {
    let quoted = given.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let key = quoted.unwrap_or(given);
    let printable = |b: u8| (b' '..=b'~').contains(&b) && b != b'"' && b != b'\\';
    let bare = |b: u8| quoted.is_some() || b != b' ';
    ((1..=MOST).contains(&key.len()) && key.bytes().all(|b| printable(b) && bare(b))).then_some(key)
}

/// A digest that is the same for the same request on every version of this program.
pub(crate) fn digest(address: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(address.as_bytes());
    hash.update([0]);
    hash.update(body);
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_quoted_or_bare() {
        assert_eq!(key("\"k 1\""), Some("k 1"));
        assert_eq!(key("8e03978e-40d5"), Some("8e03978e-40d5"));
        for wrong in ["", "\"\"", "k 1", "\"k", "k\"", "钥匙", "\"a\\b\""] {
            assert_eq!(key(wrong), None, "{wrong}");
        }
        assert_eq!(key(&"k".repeat(255)).map(str::len), Some(255));
        assert_eq!(key(&"k".repeat(256)), None);
    }

    #[test]
    fn the_digest_stays_the_same() {
        // Known from outside: a digest that changed with a release would refuse every retry across it.
        assert_eq!(digest("", b""), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assert_ne!(digest("/a", b"b"), digest("/ab", b""));
    }
}
