//! The sheet: rows, cells, who is next, who stands at the post, and how even it all is.

use wire::outcome::{Fairness, Next, Order, Post, Table};

use actix_web::Route;
use wire::vocabulary::Question;

use crate::operation::{self, CHANNEL, DEPARTMENT, Operation};
use crate::question;

pub(super) const ALL: &[Operation] = &[
    Operation {
        plain_text: true,
        ..Operation::get::<Table>(
            "/v1/sites/{site}/sheet",
            "getSheet",
            "Today's turn table, row by row, one cell a round; as plain text it looks like the sheet of paper by \
             the door.",
            table,
        )
        .query(&[CHANNEL, DEPARTMENT])
    },
    Operation::get::<Next>(
        "/v1/sites/{site}/next",
        "getNext",
        "Who would receive a new visitor arriving now.",
        operation::next,
    )
    .query(&[CHANNEL, DEPARTMENT]),
    Operation::get::<Order>(
        "/v1/sites/{site}/order",
        "getOrder",
        "The rows of today's sheet from top to bottom, barred ones included.",
        operation::order,
    )
    .query(&[CHANNEL, DEPARTMENT]),
    Operation::get::<Post>(
        "/v1/sites/{site}/posts",
        "getPosts",
        "Who stands at the post now, and until when.",
        operation::post,
    ),
    Operation::get::<Fairness>(
        "/v1/sites/{site}/fairness",
        "getFairness",
        "By channel: cells filled and deferred by staff, their spread, and Jain's index.",
        operation::fairness,
    ),
];

fn table(operation: &'static Operation) -> Route {
    question::route(operation, Question::Table)
}
