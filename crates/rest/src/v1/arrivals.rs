//! Arrivals: the one question the whole product is about.

use wire::outcome::Decision;
use wire::verb::Arrive;

use crate::operation::Operation;

pub(super) const ALL: &[Operation] = &[Operation {
    success: 201,
    made_up: Some("visitor"),
    ..Operation::verb::<Arrive, Decision>(
        "/v1/sites/{site}/arrivals",
        "arrive",
        "Somebody comes, calls or writes in. The answer says who receives and why; nobody can: the visitor waits. \
         `visitor` is the client's id for this arrival, and one is made up where it is not given.",
    )
    .example(r#"{"visitor":"v1","channel":"walk_in","name":"Lin Yue","phone":"13800000001"}"#)
}];
