//! Version 1 of the API: every operation, one file a resource. Inside v1 things are only ever added.

mod arrivals;
mod conduct;
mod customers;
mod journal;
mod lists;
mod presence;
mod sheet;
mod sites;
mod staff;
mod turns;
mod visits;

use std::collections::BTreeMap;

use actix_web::guard;
use actix_web::web::{self, PayloadConfig, ServiceConfig};

use crate::framework;
use crate::operation::{Method, Operation};

/// The operations by resource: the tag, what it is about, and what can be done.
pub(crate) const RESOURCES: &[(&str, &str, &[Operation])] = &[
    (
        "sites",
        "Sales offices, shops, lobbies or halls: each with its people, its policy and its day.",
        sites::ALL,
    ),
    ("staff", "The people of a house and what stands against them.", staff::ALL),
    ("presence", "On the floor, away from it, and make-ups asked for.", presence::ALL),
    ("arrivals", "Somebody comes, calls or writes in; the answer is a decision.", arrivals::ALL),
    ("visits", "What happens to a visit after its arrival, and why it was decided so.", visits::ALL),
    ("turns", "What moves a turn other than an arrival.", turns::ALL),
    ("sheet", "The turn table, who is next, and how even it all is.", sheet::ALL),
    ("customers", "Who owns a customer, on what evidence, and how a deal is shared.", customers::ALL),
    ("conduct", "Breaches, and what ends a penalty.", conduct::ALL),
    ("journal", "Everything that was accepted, and what followed.", journal::ALL),
];

/// Every operation.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    RESOURCES.iter().flat_map(|(_, _, operations)| operations.iter())
}

/// The routes of all operations; those of one address share a resource, which knows its methods.
pub(crate) fn routes(config: &mut ServiceConfig) {
    let mut addresses: BTreeMap<&'static str, Vec<&'static Operation>> = BTreeMap::new();
    for operation in operations() {
        addresses.entry(operation.path).or_default().push(operation);
    }
    for (path, operations) in addresses {
        let most = operations.iter().map(|operation| operation.most_bytes).max().unwrap_or_default();
        let allowed = allowed(&operations);
        let mut resource = web::resource(path).app_data(PayloadConfig::new(most));
        for operation in operations {
            let route = (operation.route)(operation);
            resource = resource.route(match operation.method {
                Method::Get => route.guard(guard::Get()),
                Method::Post => route.guard(guard::Post()),
            });
        }
        config.service(
            resource.default_service(web::to(move |request: actix_web::HttpRequest| async move {
                framework::no_such_method(&request, allowed)
            })),
        );
    }
}

fn allowed(operations: &[&Operation]) -> &'static str {
    let has = |method| operations.iter().any(|operation| operation.method == method);
    match (has(Method::Get), has(Method::Post)) {
        (true, true) => "GET, POST",
        (true, false) => "GET",
        _ => "POST",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_operations_share_an_id_or_an_address() {
        let ids: BTreeSet<_> = operations().map(|operation| operation.id).collect();
        let addresses: BTreeSet<_> =
            operations().map(|operation| (operation.path, operation.method == Method::Get)).collect();
        assert_eq!((ids.len(), addresses.len()), (operations().count(), operations().count()));
    }

    #[test]
    fn addresses_are_nouns_under_v1() {
        for operation in operations() {
            assert!(operation.path.starts_with("/v1/"), "{}", operation.path);
            let plain = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            let parts = operation.path.split('/').skip(2);
            assert!(parts.filter(|part| !part.starts_with('{')).all(plain), "{}", operation.path);
        }
    }
}
