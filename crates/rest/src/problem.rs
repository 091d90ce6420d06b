//! Everything that goes wrong, told in one form: RFC 9457 problem details, in the client's language.

mod catalogue;
mod language;
mod slip_words;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use application::{Failure, Kind};
use domain::explanation::Lang;
use domain::policy::Flaw;
use serde::Serialize;
use utoipa::ToSchema;
use wire::outcome::Text;
use wire::reading::BadLine;

use crate::framework::RequestId;
pub use catalogue::reference;
pub(crate) use catalogue::{ProblemType, all, kinds, of_code};

/// What a problem's media type is.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// How many places of a pack are told at most; the rest is told when those are mended.
const MOST_FLAWS: usize = 50;

/// Something that went wrong, before it is told.
#[derive(Debug)]
pub(crate) struct Problem {
    what: ProblemType,
    particulars: Box<Particulars>,
}

/// What is particular to this occurrence.
#[derive(Debug)]
struct Particulars {
    detail: Text,
    clause: Option<String>,
    errors: Vec<Slip>,
    headers: Vec<(header::HeaderName, HeaderValue)>,
}

/// One place in the request that is wrong, before it is told.
#[derive(Clone, Debug, PartialEq)]
struct Slip {
    pointer: Option<String>,
    parameter: Option<&'static str>,
    header: Option<&'static str>,
    code: &'static str,
    place: Option<(usize, String)>,
    detail: Text,
}

/// One place in the request that is wrong.
#[derive(Serialize, ToSchema)]
#[schema(as = Slip)]
pub(crate) struct ToldSlip<'a> {
    /// The place in the body, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    /// The parameter of the query or the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
    /// The header.
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<&'a str>,
    /// The line of a pack's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The key of a pack's text, such as `pass[3].if.cause`.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    /// What is wrong there, as a stable word: `invalid_value`, `missing`, `unknown_key`, `repeated`, `too_many_items` or
    /// `unknown_parameter`.
    code: &'a str,
    /// What is wrong there, in the client's language, without the value.
    detail: &'a str,
}

impl Slip {
    fn of(detail: impl Into<String>) -> Self {
        let en = detail.into();
        let detail = Text { zh: slip_words::in_chinese(&en), en };
        Self { pointer: None, parameter: None, header: None, code: "invalid_value", place: None, detail }
    }

    /// A place in the text of a pack. Its complaints are written for authors, in English.
    fn of_pack(flaw: &Flaw) -> Self {
        let en = flaw.message.clone();
        let detail = Text { zh: format!("第 {} 行 `{}` 有误：{en}", flaw.line, flaw.key), en };
        Self { place: Some((flaw.line, flaw.key.clone())), detail, ..Self::of("") }
    }

    fn told(&self, lang: Lang) -> ToldSlip<'_> {
        let detail = match lang {
            Lang::Zh => &self.detail.zh,
            Lang::En => &self.detail.en,
        };
        let Self { pointer, parameter, header, code, place, .. } = self;
        ToldSlip {
            pointer: pointer.as_deref(),
            parameter: *parameter,
            header: *header,
            line: place.as_ref().map(|(line, _)| *line),
            key: place.as_ref().map(|(_, key)| key.as_str()).filter(|key| !key.is_empty()),
            code,
            detail,
        }
    }
}

/// A problem as it is told (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Told<'a> {
    /// What kind of problem it is; the page under this path says more.
    #[schema(format = "uri-reference")]
    r#type: String,
    /// What kind of problem it is, in words.
    title: &'a str,
    /// The HTTP status.
    status: u16,
    /// What happened this time.
    detail: &'a str,
    /// This very occurrence.
    #[schema(format = "uri-reference")]
    instance: String,
    /// A stable word for programs; never translated.
    code: &'a str,
    /// The clause of the house's policy that refuses, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<&'a str>,
    /// The id of the request, as in the log and in `X-Request-Id`.
    request_id: &'a str,
    /// The places in the request that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ToldSlip<'a>>,
}

impl Problem {
    /// A problem that has nothing particular to say.
    pub(crate) fn own(what: ProblemType) -> Self {
        Self::detailed(what, what.meaning())
    }

    /// A body of another media type than the one that is taken.
    pub(crate) fn of_the_wrong_kind(taken: &[&str]) -> Self {
        let (or, taken) = (taken.join(" or "), taken.join(" 或 "));
        let detail =
            Text { zh: format!("请求正文必须是 {taken}"), en: format!("the body must be {or}") };
        Self::detailed(kinds::UNSUPPORTED_MEDIA_TYPE, detail)
    }

    fn detailed(what: ProblemType, detail: Text) -> Self {
        let (clause, errors, headers) = (None, Vec::new(), Vec::new());
        Self { what, particulars: Box::new(Particulars { detail, clause, errors, headers }) }
    }

    /// A parameter that is wrong; without a name, one that is not known.
    pub(crate) fn parameter(parameter: impl Into<Option<&'static str>>, detail: impl Into<String>) -> Self {
        let parameter = parameter.into();
        let code = if parameter.is_some() { "invalid_value" } else { "unknown_parameter" };
        Self::own(kinds::INVALID_PARAMETER).at(Slip { parameter, code, ..Slip::of(detail) })
    }

    /// A header that is wrong.
    pub(crate) fn header(header: &'static str, detail: impl Into<String>) -> Self {
        Self::own(kinds::INVALID_HEADER).at(Slip { header: Some(header), ..Slip::of(detail) })
    }

    fn at(mut self, slip: Slip) -> Self {
        self.particulars.errors.push(slip);
        self
    }

    /// The same, with a header.
    pub(crate) fn with(mut self, name: header::HeaderName, value: HeaderValue) -> Self {
        self.particulars.headers.push((name, value));
        self
    }

    /// Tells it.
    pub(crate) fn respond(&self, request: &HttpRequest) -> HttpResponse {
        let lang = language::wanted(request.headers());
        let id = RequestId::of(request);
        let more = &*self.particulars;
        let (title, detail) = match lang {
            Lang::Zh => (self.what.zh, &more.detail.zh),
            Lang::En => (self.what.en, &more.detail.en),
        };
        let told = Told {
            r#type: format!("/problems/{}", self.what.code),
            title,
            status: self.what.status.as_u16(),
            detail,
            instance: format!("#{id}"),
            code: self.what.code,
            clause: more.clause.as_deref(),
            request_id: &id,
            errors: more.errors.iter().map(|slip| slip.told(lang)).collect(),
        };
        let mut response = HttpResponse::build(self.what.status);
        response.content_type(MEDIA_TYPE);
        response.insert_header((header::CONTENT_LANGUAGE, language::tag(lang)));
        response.insert_header((header::VARY, "accept-language"));
        for header in &more.headers {
            response.insert_header(header.clone());
        }
        response.body(serde_json::to_string(&told).unwrap_or_default())
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let what = catalogue::of(&failure);
        let mut problem = Self::own(what);
        match failure.kind() {
            // Whatever lies behind it, a client is told no more than that it was our fault; the log has it.
            Kind::Internal => tracing::error!(code = failure.code(), error = ?failure, "internal error"),
            kind => {
                if kind == Kind::Unavailable {
                    tracing::warn!(error = ?failure, "store unavailable");
                }
                problem.particulars.detail = failure.detail();
            }
        }
        problem.particulars.clause = failure.clause().map(ToOwned::to_owned);
        if let Failure::Invalid { field, reason } = &failure {
            problem = problem.at(Slip { pointer: Some(format!("/{field}")), ..Slip::of(reason) });
        }
        if let Failure::FlawedPack(flaws) = &failure {
            problem =
                flaws.iter().take(MOST_FLAWS).fold(problem, |problem, flaw| problem.at(Slip::of_pack(flaw)));
        }
        match failure.kind() {
            Kind::Overloaded => problem.with(header::RETRY_AFTER, HeaderValue::from_static("1")),
            Kind::Unavailable => problem.with(header::RETRY_AFTER, HeaderValue::from_static("5")),
            _ => problem,
        }
    }
}

impl From<BadLine> for Problem {
    fn from(bad: BadLine) -> Self {
        vec![bad].into()
    }
}

impl From<Vec<BadLine>> for Problem {
    /// The first of them in a sentence, and all of them in the list.
    fn from(slips: Vec<BadLine>) -> Self {
        let first = slips.first().map(ToString::to_string).unwrap_or_default();
        let zh = slips.first().map(slip_words::sentence_in_chinese).unwrap_or_default();
        let told = Text { zh, en: first };
        // What is wrong with the body as a whole has no place in it.
        let of_a_key = slips.first().is_some_and(|slip| !slip.pointer().is_empty());
        let too_long = slips.iter().any(|slip| slip.code() == "too_many_items");
        let what = match (of_a_key, too_long) {
            (true, true) => kinds::LIST_TOO_LONG,
            (true, false) => kinds::INVALID_BODY,
            (false, _) => kinds::MALFORMED_BODY,
        };
        let slips = slips.iter().filter(|slip| !slip.pointer().is_empty());
        slips.fold(Self::detailed(what, told), |problem, slip| {
            problem.at(Slip { pointer: Some(slip.pointer()), code: slip.code(), ..Slip::of(slip.reason()) })
        })
    }
}

/// The one place where a kind of failure becomes a status.
fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Refused => StatusCode::CONFLICT,
        Kind::Stale => StatusCode::PRECONDITION_FAILED,
        Kind::NotBuiltYet => StatusCode::NOT_IMPLEMENTED,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Overloaded | Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_of_failure_has_its_status() {
        let told: BTreeSet<(String, u16, Option<String>)> = catalogue::every_failure()
            .into_iter()
            .map(|failure| {
                let kind = format!("{:?}", failure.kind());
                let problem = Problem::from(failure);
                let retry =
                    problem.particulars.headers.first().map(|(_, value)| value.to_str().unwrap().to_owned());
                (kind, problem.what.status.as_u16(), retry)
            })
            .collect();
        let kinds = [
            ("Internal", 500, None),
            ("Invalid", 422, None),
            ("NotBuiltYet", 501, None),
            ("NotFound", 404, None),
            ("Overloaded", 503, Some("1")),
            ("Refused", 409, None),
            ("Stale", 412, None),
            ("Unavailable", 503, Some("5")),
        ];
        let kinds =
            kinds.map(|(kind, status, retry)| (kind.to_owned(), status, retry.map(ToOwned::to_owned)));
        assert_eq!(told, BTreeSet::from(kinds));
    }
}
