//! Lists: page by page, by an opaque cursor, from the first day.

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

/// The parameters of every list.
pub(super) const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "cursor",
        about: "Where the page begins: `next_cursor` of the one before.",
        schema: text,
    },
    Parameter {
        name: "page_size",
        about: "How many items at most; 50 unless it is said, never more than 200.",
        schema: size,
    },
];

/// Where a page begins and how long it is.
pub(super) struct Wanted {
    pub after: Option<String>,
    pub size: usize,
}

/// Reads the parameters of the list that is called `list`.
pub(super) fn wanted(asked: &Asked<'_>, list: &str) -> Result<Wanted, Problem> {
    let query = asked.query()?;
    let size = match query.get("page_size").map(|size| size.parse::<u64>()) {
        None => USUAL,
        Some(Ok(size @ 1..)) => usize::try_from(size).unwrap_or(MOST).min(MOST),
        Some(_) => return Err(Problem::parameter("page_size", "must be a whole number from 1 on")),
    };
    let after = match query.get("cursor") {
        None => None,
        Some(given) => Some(
            cursor::read(list, given)
                .ok_or_else(|| Problem::parameter("cursor", "is not a cursor of this list"))?,
        ),
    };
    Ok(Wanted { after, size })
}

fn text(_: &mut Schemas) -> Value {
    serde_json::json!({"type": "string", "maxLength": 1024})
}

fn size(_: &mut Schemas) -> Value {
    serde_json::json!({"type": "integer", "minimum": 1, "default": USUAL})
}
