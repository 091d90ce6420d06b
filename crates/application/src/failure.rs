//! Everything that can go wrong with a use case: one enum, whose kind is all that an adapter maps.

use domain::explanation::{Lang, refusal};
use domain::policy::Flaw;
use domain::refusal::Refusal;
use wire::outcome::{Refused, Text};

use crate::ports::StoreError;

/// Why a use case did not do what was asked. Nothing has changed, save what time itself brought before.
///
/// It carries no name and no phone.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Failure {
    /// An id that nothing has.
    #[error("there is no {what} {}", shown(.id))]
    Unknown {
        /// What kind of thing: `staff`, `visitor`, `customer`, `site`, `policy`, `clause`.
        what: &'static str,
        /// The id as it came in.
        id: String,
    },
    /// A field whose value no rule can do anything with.
    #[error("`{field}` {reason}")]
    Invalid {
        /// The key.
        field: &'static str,
        /// What is wrong with it, without the value.
        reason: String,
    },
    /// The rules say no.
    #[error("refused: {}", .0.code())]
    Refused(Box<Refusal>),
    /// The vocabulary has it, but no mechanism does it so far.
    #[error("`{0}` is not built yet")]
    NotBuiltYet(&'static str),
    /// A site of that id is there already.
    #[error("a site of this id is there already")]
    SiteExists,
    /// Somebody else has changed it since it was read.
    #[error("it has been changed since it was read")]
    Stale,
    /// Everything that is wrong with the text of a pack.
    #[error("the pack is not sound: {}", .0.first().map_or_else(String::new, ToString::to_string))]
    FlawedPack(Vec<Flaw>),
    /// A pack whose name and version another text has.
    #[error("another text has this name and version: raise `version`")]
    PackTaken,
    /// A phone that identifies another customer already.
    #[error("this phone identifies another customer")]
    PhoneTaken,
    /// The same request key came with another request.
    #[error("this request key was used for another request")]
    KeyReused,
    /// Too many requests wait already; try again.
    #[error("too many requests are waiting")]
    Overloaded,
    /// The store does not answer; try again.
    #[error("the store is unavailable")]
    Unavailable(String),
    /// What is stored contradicts itself, or the engine does.
    #[error("stored data is inconsistent")]
    Corrupt(String),
}

/// What an adapter maps: the kinds of failure, each with one meaning for a client.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Something named does not exist (404; a day file stops).
    NotFound,
    /// The rules say no (409; a day file goes on).
    Refused,
    /// Another version is there than the one that was to be replaced (412).
    Stale,
    /// Understood, and not built yet (501; a day file goes on).
    NotBuiltYet,
    /// Well-formed but senseless (422; a day file stops).
    Invalid,
    /// Try again soon (503 with `Retry-After`).
    Overloaded,
    /// Try again later (503 with `Retry-After`).
    Unavailable,
    /// Our fault; no detail for clients (500).
    Internal,
}

impl Failure {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Unknown { .. } => Kind::NotFound,
            // A key used twice is the client's slip, no rule of the house.
            Self::Invalid { .. } | Self::KeyReused | Self::FlawedPack(_) => Kind::Invalid,
            Self::Refused(_) | Self::SiteExists | Self::PhoneTaken | Self::PackTaken => Kind::Refused,
            Self::Stale => Kind::Stale,
            Self::NotBuiltYet(_) => Kind::NotBuiltYet,
            Self::Overloaded => Kind::Overloaded,
            Self::Unavailable(_) => Kind::Unavailable,
            Self::Corrupt(_) => Kind::Internal,
        }
    }

    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { what, .. } => unknown_code(what),
            Self::Invalid { .. } => "invalid_field",
            Self::Refused(refusal) => refusal.code(),
            Self::NotBuiltYet(_) => "not_built_yet",
            Self::SiteExists => "duplicate_site",
            Self::Stale => "stale_version",
            Self::FlawedPack(_) => "invalid_pack",
            Self::PackTaken => "policy_taken",
            Self::PhoneTaken => "phone_taken",
            Self::KeyReused => "request_key_reused",
            Self::Overloaded => "overloaded",
            Self::Unavailable(_) => "unavailable",
            Self::Corrupt(_) => "internal",
        }
    }

    /// The clause that refuses, where one does.
    #[must_use]
    pub fn clause(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => refusal.clause().map(domain::ids::ClauseId::as_str),
            _ => None,
        }
    }

    /// A sentence for people, in both languages.
    #[must_use]
    pub fn detail(&self) -> Text {
        match self {
            Self::Refused(refused) => Text { zh: refusal(refused, Lang::Zh), en: refusal(refused, Lang::En) },
            other => Text { zh: other.in_chinese(), en: other.to_string() },
        }
    }

    /// The refusal as a day file's output prints it under `error`.
    #[must_use]
    pub fn refused(&self) -> Refused {
        Refused { code: self.code().into(), detail: self.detail().en, clause: self.clause().map(Into::into) }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::Unknown { what, id } => format!("没有这个{}：{}", noun(what), shown(id)),
            Self::Invalid { field, .. } => format!("字段 `{field}` 的值无法使用"),
            Self::Refused(refused) => refusal(refused, Lang::Zh),
            Self::NotBuiltYet(what) => format!("`{what}` 尚未实现"),
            Self::SiteExists => "这个编号的场所已经存在".to_owned(),
            Self::Stale => "读取之后已被他人修改，请重新读取后再改".to_owned(),
            Self::FlawedPack(flaws) => {
                format!("制度包有误，第一处在第 {} 行", flaws.first().map_or(1, |flaw| flaw.line))
            }
            Self::PackTaken => "同名同版本的制度包已有另一份文本，请提高 `version`".to_owned(),
            Self::PhoneTaken => "这个号码已属于另一位客户".to_owned(),
            Self::KeyReused => "这个请求键已用于另一个请求".to_owned(),
            Self::Overloaded => "等待处理的请求过多，请稍后再试".to_owned(),
            Self::Unavailable(_) => "存储暂时不可用，请稍后再试".to_owned(),
            Self::Corrupt(_) => "存储的数据前后矛盾".to_owned(),
        }
    }
}

fn unknown_code(what: &str) -> &'static str {
    match what {
        "staff" => "unknown_staff",
        "visitor" => "unknown_visitor",
        "customer" => "unknown_customer",
        "clause" => "unknown_clause",
        "policy" => "unknown_policy",
        "site" => "unknown_site",
        _ => "unknown_id",
    }
}

fn noun(what: &str) -> &'static str {
    match what {
        "staff" => "员工",
        "visitor" => "来访",
        "customer" => "客户",
        "clause" => "条款",
        "policy" => "制度包",
        "site" => "场所",
        _ => "编号",
    }
}

/// An id for a message; one that could be a phone number is not repeated.
fn shown(id: &str) -> String {
    let digits = id.chars().filter(char::is_ascii_digit).count();
    if digits >= 7 { "(not shown)".to_owned() } else { format!("`{id}`") }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownStaff(id) => Self::Unknown { what: "staff", id: id.as_str().to_owned() },
            Refusal::UnknownVisitor(id) => Self::Unknown { what: "visitor", id: id.as_str().to_owned() },
            Refusal::UnknownParty(id) => Self::Unknown { what: "customer", id: id.as_str().to_owned() },
            Refusal::UnknownClause(id) => Self::Unknown { what: "clause", id: id.as_str().to_owned() },
            other => Self::Refused(Box::new(other)),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Unavailable("another writer was first, again and again".to_owned()),
            StoreError::Unavailable(why) => Self::Unavailable(why),
            StoreError::Unknown => Self::Unavailable("the answer to the commit was lost".to_owned()),
            StoreError::Corrupt(why) => Self::Corrupt(why),
        }
    }
}
