//! What a request says apart from its body: which site, who acts, and the rest of its address.

use std::borrow::Cow;
use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, web};
use domain::ids::SiteId;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use wire::Id;
use wire::reading::Draft;

use crate::door::Door;
use crate::framework::of_status;
use crate::operation::Operation;
use crate::problem::{Problem, kinds};

/// Says who acts, as long as there is no authentication.
pub(crate) const ACTOR: &str = "X-Acting-Staff";

/// The media type of nearly every body.
pub(crate) const JSON: &str = "application/json";
/// That of a pack.
pub(crate) const TOML: &str = "application/toml";
/// How deep a body may be nested: a registration's particulars need three levels, free data some more.
pub(crate) const MOST_DEEP: usize = 16;

/// A request of a known operation.
pub(crate) struct Asked<'a> {
    pub door: &'a Door,
    pub operation: &'static Operation,
    pub request: &'a HttpRequest,
}

impl<'a> Asked<'a> {
    /// Notes the operation for the log.
    pub(crate) fn new(operation: &'static Operation, request: &'a HttpRequest) -> Result<Self, Problem> {
        request.extensions_mut().insert(operation);
        let door = request.app_data::<web::Data<Door>>().map(web::Data::get_ref);
        let door = door.ok_or_else(|| Problem::own(kinds::INTERNAL))?;
        Ok(Self { door, operation, request })
    }

    /// The id under a placeholder of the path; what cannot be an id names nothing.
    pub(crate) fn path_id(&self, key: &str) -> Result<Id, Problem> {
        let given = self.request.match_info().query(key);
        Id::new(decoded(given)).map_err(|_| Problem::own(kinds::NO_SUCH_ROUTE))
    }

    /// The site of the path.
    pub(crate) fn site(&self) -> Result<SiteId, Problem> {
        Ok(SiteId::new(self.path_id("site")?))
    }

    /// Adds the keys that the path carries.
    pub(crate) fn add_path_keys(&self, draft: &mut Draft) -> Result<(), Problem> {
        for key in self.operation.path_keys() {
            draft.add(key, self.path_id(key)?.as_str())?;
        }
        Ok(())
    }

    /// Who acts, where the header says it.
    pub(crate) fn actor(&self) -> Result<Option<Id>, Problem> {
        let Some(given) = self.request.headers().get(ACTOR) else {
            return Ok(None);
        };
        let id = std::str::from_utf8(given.as_bytes()).ok().and_then(|text| Id::new(decoded(text)).ok());
        id.map(Some).ok_or_else(|| Problem::header(ACTOR, "must be an id of 1 to 64 characters"))
    }

    /// The parameters of the query, each known and given once.
    pub(crate) fn query(&self) -> Result<BTreeMap<&'static str, String>, Problem> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(self.request.query_string())
            .map_err(|_| Problem::own(kinds::BAD_REQUEST))?;
        let mut query = BTreeMap::new();
        for (name, value) in pairs.into_inner() {
            let known = self.operation.parameters.iter().find(|parameter| parameter.name == name);
            let Some(known) = known else {
                let names: Vec<_> = self.operation.parameters.iter().map(|known| known.name).collect();
                let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                return Err(Problem::parameter(None, format!("unknown parameter; known here: {known}")));
            };
            if query.insert(known.name, value).is_some() {
                return Err(Problem::parameter(known.name, "stands twice"));
            }
        }
        Ok(query)
    }

    /// Of what kind the body is, where that is said.
    pub(crate) fn media_type(&self) -> Option<&'a str> {
        let kind = self.request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
        kind.split(';').next().map(str::trim)
    }

    /// The body, if it arrived whole and is of the kind that the operation takes.
    pub(crate) fn body(&self, received: Result<web::Bytes, actix_web::Error>) -> Result<web::Bytes, Problem> {
        let bytes = received.map_err(|error| of_status(error.as_response_error().status_code()))?;
        match self.media_type() {
            None if bytes.is_empty() => Ok(bytes),
            Some(kind) if self.operation.takes.iter().any(|takes| kind.eq_ignore_ascii_case(takes)) => {
                if kind.eq_ignore_ascii_case(JSON) && is_deeper(&bytes, MOST_DEEP) {
                    Err(Problem::own(kinds::BODY_TOO_DEEP))
                } else {
                    Ok(bytes)
                }
            }
            _ => Err(Problem::of_the_wrong_kind(self.operation.takes)),
        }
    }
}

/// A part of an address with its percent signs resolved.
fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// An id as a part of an address.
pub(crate) fn encoded(id: &str) -> String {
    utf8_percent_encode(id, NON_ALPHANUMERIC).to_string()
}

/// Are objects and lists nested in each other more than `most` times? Looked for before anything is read, so that no reader
/// has to go down.
fn is_deeper(bytes: &[u8], most: usize) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match (byte, in_text) {
            (_, true) if escaped => escaped = false,
            (b'\\', true) => escaped = true,
            (b'"', _) => in_text = !in_text,
            (b'{' | b'[', false) => depth += 1,
            (b'}' | b']', false) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_deeper;

    #[test]
    fn depth_is_counted_outside_of_texts() {
        assert!(!is_deeper(br#"{"a":[{"b":1},{"b":[]}]}"#, 4));
        assert!(is_deeper(br#"{"a":[{"b":1},{"b":[]}]}"#, 3));
        assert!(!is_deeper(br#"{"a":"[[[[\"[[[[","b":"\\"}"#, 1));
        assert!(is_deeper(br#"{"a":"\\","b":[]}"#, 1));
    }
}
