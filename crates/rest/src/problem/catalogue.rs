//! Every kind of problem there is, with its code, status and titles; the reference page is made from it.

use std::fmt::Write as _;

use actix_web::http::StatusCode;
use application::Failure;
use domain::explanation::{Lang, refusal_title};
use domain::ids::{Cite, ClauseId, Label, PartyId, StaffId, VisitorId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::vocabulary::{Finding, OrderSource};
use wire::outcome::Text;

use super::status;

/// A kind of problem.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProblemType {
    pub(crate) code: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

impl ProblemType {
    /// What it says where there is nothing particular to say.
    pub(crate) fn meaning(self) -> Text {
        Text { zh: self.zh.to_owned(), en: self.en.to_owned() }
    }
}

macro_rules! own {
    ($($name:ident = $code:literal, $status:ident, $zh:literal, $en:literal;)+) => {
        /// The adapter's own.
        pub(crate) mod kinds {
            use super::{ProblemType, StatusCode};

            $(pub(crate) const $name: ProblemType =
                ProblemType { code: $code, status: StatusCode::$status, zh: $zh, en: $en };)+
            pub(super) const OWN: &[ProblemType] = &[$($name),+];
        }
    };
}
own! {
    BAD_REQUEST = "bad_request", BAD_REQUEST, "请求有误", "Bad request";
    INVALID_HEADER = "invalid_header", BAD_REQUEST, "请求头有误", "A header is wrong";
    INVALID_PARAMETER = "invalid_parameter", BAD_REQUEST, "参数有误", "A parameter is wrong";
    MALFORMED_BODY = "malformed_body", BAD_REQUEST, "请求正文不是一个 JSON 对象", "The body is not a JSON object";
    NO_SUCH_ROUTE = "no_such_route", NOT_FOUND, "没有这个地址", "Nothing is at this address";
    METHOD_NOT_ALLOWED = "method_not_allowed", METHOD_NOT_ALLOWED, "此地址不支持该方法", "Not a method of this address";
    REQUEST_TIMEOUT = "request_timeout", REQUEST_TIMEOUT, "请求超时", "The request took too long to arrive";
    BODY_TOO_LARGE = "body_too_large", PAYLOAD_TOO_LARGE, "请求正文过大", "The body is too large";
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE,
        "请求正文的媒体类型不对", "The body is of another media type than this address takes";
    BODY_TOO_DEEP = "body_too_deep", BAD_REQUEST, "请求正文嵌套过深", "The body is nested too deeply";
    LIST_TOO_LONG = "list_too_long", UNPROCESSABLE_ENTITY, "列表过长", "A list is too long";
    VERSION_REQUIRED = "version_required", PRECONDITION_REQUIRED,
        "修改时必须用 If-Match 说明所依据的版本", "An edit must say with If-Match which version it replaces";
    SHUTTING_DOWN = "shutting_down", SERVICE_UNAVAILABLE, "服务器正在停止", "The server is shutting down";
    INVALID_BODY = "invalid_body", UNPROCESSABLE_ENTITY, "请求正文的字段有误", "A key of the body is wrong";
    INTERNAL = "internal", INTERNAL_SERVER_ERROR, "服务器内部错误", "Our fault";
}

/// The kind of problem that a failure of a use case is.
pub(crate) fn of(failure: &Failure) -> ProblemType {
    let (zh, en) = match failure {
        Failure::Refused(refusal) => (refusal_title(refusal, Lang::Zh), refusal_title(refusal, Lang::En)),
        Failure::Unknown { .. } => ("没有这个编号", "Nothing has this id"),
        Failure::Invalid { .. } => ("字段的值无法使用", "A value that nothing can be done with"),
        Failure::NotBuiltYet(_) => ("尚未实现", "Not built yet"),
        Failure::SiteExists => ("场所已存在", "The site is there already"),
        Failure::Stale => ("版本已过期", "The version is out of date"),
        Failure::FlawedPack(_) => ("制度包有误", "The pack is not sound"),
        Failure::PackTaken => ("制度包的版本已被占用", "The pack's version is taken"),
        Failure::PhoneTaken => ("号码已属于另一位客户", "The phone is another customer's"),
        Failure::KeyReused => ("请求键已用于另一个请求", "The request key was used for another request"),
        Failure::Overloaded => ("请求过多", "Too many requests are waiting"),
        Failure::Unavailable(_) => ("存储暂时不可用", "The store is unavailable"),
        Failure::Corrupt(_) => (kinds::INTERNAL.zh, kinds::INTERNAL.en),
    };
    ProblemType { code: failure.code(), status: status(failure.kind()), zh, en }
}

/// Every kind of problem, by code.
pub(crate) fn all() -> Vec<ProblemType> {
    let mut all = kinds::OWN.to_vec();
    all.extend(every_failure().iter().map(of));
    all.sort_by_key(|problem| problem.code);
    all.dedup_by_key(|problem| problem.code);
    all
}

/// The kind of problem of a code.
pub(crate) fn of_code(code: &str) -> Option<ProblemType> {
    all().into_iter().find(|problem| problem.code == code)
}

/// One failure of every sort, for their codes and titles; their particulars mean nothing.
pub(super) fn every_failure() -> Vec<Failure> {
    let unknown = ["staff", "visitor", "customer", "clause", "policy", "site"];
    let mut failures: Vec<Failure> =
        unknown.iter().map(|what| Failure::Unknown { what, id: String::new() }).collect();
    failures.extend([
        Failure::Invalid { field: "staff", reason: String::new() },
        Failure::NotBuiltYet("plan"),
        Failure::SiteExists,
        Failure::Stale,
        Failure::FlawedPack(Vec::new()),
        Failure::PackTaken,
        Failure::PhoneTaken,
        Failure::KeyReused,
        Failure::Overloaded,
        Failure::Unavailable(String::new()),
        Failure::Corrupt(String::new()),
    ]);
    failures.extend(every_refusal().into_iter().map(Failure::from));
    failures
}

fn every_refusal() -> Vec<Refusal> {
    let staff = || StaffId::new("");
    let (visitor, party, cite) = (|| VisitorId::new(""), || PartyId::new(""), || Cite::Ours);
    vec![
        Refusal::UnknownStaff(staff()),
        Refusal::UnknownVisitor(visitor()),
        Refusal::UnknownParty(party()),
        Refusal::UnknownClause(ClauseId::new("")),
        Refusal::UnknownDepartment(Label::new("")),
        Refusal::ClockWentBack { seen: Timestamp::UNIX_EPOCH },
        Refusal::LateEntry,
        Refusal::DuplicateVisitor(visitor()),
        Refusal::DuplicateParty(party()),
        Refusal::DuplicateStaff(staff()),
        Refusal::SignedInAlready(staff()),
        Refusal::NotSignedIn(staff()),
        Refusal::AwayAlready(staff()),
        Refusal::HasLeft(staff()),
        Refusal::Receiving(staff()),
        Refusal::NotReceived(visitor()),
        Refusal::Over(visitor()),
        Refusal::NotTheirs { staff: staff(), cite: cite() },
        Refusal::NoBreach { staff: staff(), cite: cite() },
        Refusal::NotFirstInTurn(staff()),
        Refusal::DeskEmpty { staff: staff(), cite: cite() },
        Refusal::TooEarly { staff: staff(), cite: cite() },
        Refusal::NotAuthorised { staff: staff(), needs: Vec::new(), cite: cite() },
        Refusal::NotInPolicy(""),
        Refusal::OrderNotAllowed(OrderSource::SignIn),
        Refusal::NothingFollows(Finding::Brief),
        Refusal::NothingToClaim(staff()),
        Refusal::WhichCustomer(staff()),
        Refusal::NoOwner(party()),
        Refusal::DealtAlready(party()),
        Refusal::DisputeTooLate(cite()),
        Refusal::BadShares,
        Refusal::NoAgreedSplit(cite()),
        Refusal::CannotReceive(staff()),
        Refusal::UnknownReason(domain::ids::Label::new("")),
        Refusal::UnknownClass(domain::ids::Label::new("")),
        Refusal::UndoTooLate(cite()),
        Refusal::NotTheLast(visitor()),
        Refusal::Overtaken(visitor()),
        Refusal::OutForGood { staff: staff(), cite: cite() },
        Refusal::NoSuchMonth,
        Refusal::BindTooLate,
        Refusal::NoSuchDispute(0),
        Refusal::IncompleteRecord { missing: Vec::new(), cite: cite() },
        Refusal::TooLarge(""),
    ]
}

/// The reference page of all problems, in Markdown.
#[must_use]
pub fn reference() -> String {
    let mut page = String::from(concat!(
        "# Problems\n\n",
        "<!-- Generated from crates/rest; a stale copy fails the tests, which say how to write it anew. -->\n\n",
        "Whatever goes wrong is told as `application/problem+json` (RFC 9457). Programs go by `code`, which never\n",
        "changes its meaning; `title` and `detail` are for people, in Chinese or English by `Accept-Language`.\n",
        "`errors` names the places in the request that are wrong, by JSON pointer, parameter or header; `request_id`\n",
        "finds the request in the log. A refusal names the `clause` of the house's policy where one refuses.\n\n",
        "A refused request has changed nothing. With 503 the answer carries `Retry-After`; with the same\n",
        "`Idempotency-Key` it is safe to try again.\n\n",
        "| code | status | title | 标题 |\n|---|---|---|---|\n",
    ));
    for problem in all() {
        let ProblemType { code, status, zh, en } = problem;
        let _ = writeln!(page, "| `{code}` | {} | {en} | {zh} |", status.as_u16());
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Adding a refusal must break this, so that it is added to the catalogue too.
    const fn variants(refusal: &Refusal) -> usize {
        use Refusal as R;
        match refusal {
            R::UnknownStaff(_)
            | R::UnknownVisitor(_)
            | R::UnknownParty(_)
            | R::UnknownClause(_)
            | R::UnknownDepartment(_)
            | R::ClockWentBack { .. }
            | R::LateEntry
            | R::DuplicateVisitor(_)
            | R::DuplicateParty(_)
            | R::DuplicateStaff(_)
            | R::SignedInAlready(_)
            | R::NotSignedIn(_)
            | R::AwayAlready(_)
            | R::HasLeft(_)
            | R::Receiving(_)
            | R::NotReceived(_)
            | R::Over(_)
            | R::NotTheirs { .. }
            | R::NoBreach { .. }
            | R::NotFirstInTurn(_)
            | R::DeskEmpty { .. }
            | R::TooEarly { .. }
            | R::NotAuthorised { .. }
            | R::NotInPolicy(_)
            | R::OrderNotAllowed(_)
            | R::NothingFollows(_)
            | R::NothingToClaim(_)
            | R::WhichCustomer(_)
            | R::NoOwner(_)
            | R::DealtAlready(_)
            | R::DisputeTooLate(_)
            | R::BadShares
            | R::NoAgreedSplit(_)
            | R::CannotReceive(_)
            | R::UnknownReason(_)
            | R::UnknownClass(_)
            | R::UndoTooLate(_)
            | R::NotTheLast(_)
            | R::Overtaken(_)
            | R::OutForGood { .. }
            | R::NoSuchMonth
            | R::BindTooLate
            | R::NoSuchDispute(_)
            | R::IncompleteRecord { .. }
            | R::TooLarge(_) => 45,
        }
    }

    #[test]
    fn every_refusal_is_in_the_catalogue() {
        let refusals = every_refusal();
        let codes: BTreeSet<_> = refusals.iter().map(Refusal::code).collect();
        assert_eq!(codes.len(), variants(&refusals[0]));
        let listed: BTreeSet<_> = all().iter().map(|problem| problem.code).collect();
        assert!(codes.is_subset(&listed));
    }

    #[test]
    fn a_code_has_one_meaning_and_both_titles() {
        let mut kinds = kinds::OWN.to_vec();
        kinds.extend(every_failure().iter().map(of));
        for problem in kinds {
            let one = of_code(problem.code).unwrap();
            assert_eq!(one.status, problem.status, "{}", problem.code);
            assert!(!problem.zh.is_empty() && !problem.en.is_empty());
            assert!(
                problem.code.len() <= 63 && problem.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
            );
        }
    }

    #[test]
    fn nothing_of_an_internal_failure_is_told() {
        let problem = super::super::Problem::from(Failure::Corrupt("row 7 of table secret".to_owned()));
        assert!(!format!("{problem:?}").contains("secret"));
        assert_eq!(problem.what.code, "internal");
    }
}
