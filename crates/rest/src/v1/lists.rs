//! Lists: page by page, by an opaque cursor, from the first day.

use std::collections::BTreeMap;

use domain::ids::SiteId;
use serde_json::Value;

use crate::asked::Asked;
use crate::cursor;
use crate::openapi::Schemas;
use crate::operation::Parameter;
use crate::problem::Problem;

/// How many items a page has unless it is said.
const USUAL: usize = 50;
/// How many it has at most; who asks for more gets these.
const MOST: usize = 200;

/// Where a page begins.
pub(super) const CURSOR: Parameter = Parameter {
    name: "cursor",
    about: "Where the page begins: `next_cursor` of the one before. It belongs to the list and its filters.",
    schema: text,
};
/// How long it is.
pub(super) const PAGE_SIZE: Parameter = Parameter {
    name: "page_size",
    about: "How many items at most; 50 unless it is said, never more than 200.",
    schema: size,
};
/// The parameters of every list.
pub(super) const PARAMETERS: &[Parameter] = &[CURSOR, PAGE_SIZE];

/// Where a page begins and how long it is.
pub(super) struct Wanted {
    pub after: Option<String>,
    pub size: usize,
}

/// The name of a list of a site under its filters: a cursor goes on under this name only.
pub(super) fn name(list: &str, site: &SiteId, filters: &[Option<&str>]) -> String {
    let mut name = format!("{list}:{site}");
    for filter in filters {
        name.push('\u{1}');
        name.push_str(filter.unwrap_or_default());
    }
    name
}

/// Reads the parameters of the list that is called `list`.
pub(super) fn wanted(asked: &Asked<'_>, list: &str) -> Result<Wanted, Problem> {
    taken(&mut asked.query()?, list)
}

/// The same, where there are other parameters too: takes a list's own out of the query.
pub(super) fn taken(query: &mut BTreeMap<&'static str, String>, list: &str) -> Result<Wanted, Problem> {
    let size = match query.remove("page_size").map(|size| size.parse::<u64>()) {
        None => USUAL,
        Some(Ok(size @ 1..)) => usize::try_from(size).unwrap_or(MOST).min(MOST),
        Some(_) => return Err(Problem::parameter("page_size", "must be a whole number from 1 on")),
    };
    let after = match query.remove("cursor") {
        None => None,
        Some(given) => Some(
            cursor::read(list, &given)
                .ok_or_else(|| Problem::parameter("cursor", "is not a cursor of this list"))?,
        ),
    };
    Ok(Wanted { after, size })
}

/// The position of a cursor, where positions are numbers.
pub(super) fn number(after: Option<String>) -> Result<u64, Problem> {
    let number = after.map(|after| after.parse()).transpose();
    number
        .map(Option::unwrap_or_default)
        .map_err(|_| Problem::parameter("cursor", "is not a cursor of this list"))
}

fn text(_: &mut Schemas) -> Value {
    serde_json::json!({"type": "string", "maxLength": 1024})
}

fn size(_: &mut Schemas) -> Value {
    serde_json::json!({"type": "integer", "minimum": 1, "default": USUAL})
}
