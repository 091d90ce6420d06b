//! The HTTP adapter: `/v1` for the day's work, its description, and the probes of whoever runs the server.
//!
//! What stands where: `v1` lists every operation, one file a resource; `operation` is what they have in common and what
//! both the routes and the OpenAPI document are made from, so that the two cannot drift apart; `submit` and `question`
//! carry requests to the use cases; `problem` is how everything that goes wrong is told.
//!
//! There is no authentication yet, so a server must listen on loopback only. Who acts is said by the body (`by`, or whom
//! the verb is about) or by the header `X-Acting-Staff`; the rules check that person's role. The header is provisional:
//! once there is authentication, it goes.
#![deny(missing_docs)]

mod answer;
mod asked;
mod cursor;
mod documentation;
mod door;
mod edit;
mod feed;
mod framework;
mod health;
mod idempotency;
mod openapi;
mod operation;
mod paper_sheet;
mod pieces;
mod problem;
mod question;
mod submit;
mod v1;

pub use door::{Answered, Door, Watch, configure};
pub use feed::Feed;
pub use openapi::document as openapi;
pub use problem::reference as problems;
