//! The sheet: rows, cells, who is next, who stands at the post, and how even it all is.

use wire::outcome::{Duty, Fairness, Next, Order, Post, Table};

use wire::vocabulary::Question;

use crate::operation::{AnswersAs, CHANNEL, CHANNEL_ONLY, DEPARTMENT, Operation};
use crate::question;

pub(super) const ALL: &[Operation] = &[
    Operation {
        answers_as: AnswersAs::JsonOrText,
        ..Operation::get::<Table>(
            "/v1/sites/{site}/sheet",
            "getSheet",
            "Today's turn table, row by row, one cell a round; as plain text it looks like the sheet of paper by \
             the door.",
            question::route,
        )
        .asks(Question::Table)
        .query(&[CHANNEL, DEPARTMENT])
    },
    Operation::get::<Next>(
        "/v1/sites/{site}/next",
        "getNext",
        "Who would receive a new visitor arriving now.",
        question::route,
    )
    .asks(Question::Next)
    .query(&[CHANNEL, DEPARTMENT]),
    Operation::get::<Order>(
        "/v1/sites/{site}/order",
        "getOrder",
        "The rows of today's sheet from top to bottom, barred ones included.",
        question::route,
    )
    .asks(Question::Order)
    .query(&[CHANNEL, DEPARTMENT]),
    Operation::get::<Post>(
        "/v1/sites/{site}/posts",
        "getPosts",
        "Who stands at the post now, and until when.",
        question::route,
    )
    .asks(Question::Post),
    Operation::get::<Duty>(
        "/v1/sites/{site}/duty",
        "getDuty",
        "Who is on duty this evening once the day's hours are over, else whom the site names for after hours.",
        question::route,
    )
    .asks(Question::Duty),
    Operation::get::<Fairness>(
        "/v1/sites/{site}/fairness",
        "getFairness",
        "By channel: cells filled and deferred by staff, their spread, and Jain's index.",
        question::route,
    )
    .asks(Question::Fairness)
    .query(&[CHANNEL_ONLY, DEPARTMENT]),
];
