//! Version 1 of the API: every operation, one file a resource. Inside v1 things are only ever added.

mod arrivals;
mod conduct;
mod customers;
mod duty;
pub(crate) mod events;
mod export;
mod journal;
mod lists;
mod particulars;
mod people;
mod policies;
mod policy;
mod presence;
mod sheet;
mod sites;
mod staff;
mod tasks;
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
    ("policy", "By which pack a site goes, now and from a midnight on.", policy::ALL),
    ("policies", "The packs that sites can go by, and a house's own.", policies::ALL),
    ("staff", "The people of a house and what stands against them.", staff::ALL),
    ("presence", "On the floor, away from it, and make-ups asked for.", presence::ALL),
    ("arrivals", "Somebody comes, calls or writes in; the answer is a decision.", arrivals::ALL),
    ("visits", "What happens to a visit after its arrival, and why it was decided so.", visits::ALL),
    ("turns", "What moves a turn other than an arrival.", turns::ALL),
    ("sheet", "The turn table, who is next, and how even it all is.", sheet::ALL),
    ("customers", "Who owns a customer, on what evidence, and how a deal is shared.", customers::ALL),
    ("conduct", "Breaches, and what ends a penalty.", conduct::ALL),
    ("tasks", "What the policy asks people to do, and what is on record under its clauses.", tasks::ALL),
    ("duty", "Tasks fulfilled, plans for posts, training, handover, evaluation and figures.", duty::ALL),
    ("journal", "Everything that was accepted, and what followed.", journal::ALL),
    ("events", "The journal, live.", events::ALL),
    ("export", "The journal as a day file.", export::ALL),
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
                Method::Get => route.guard(guard::Any(guard::Get()).or(guard::Head())),
                Method::Post => route.guard(guard::Post()),
                Method::Put => route.guard(guard::Put()),
                Method::Patch => route.guard(guard::Patch()),
            });
        }
        config.service(resource.default_service(web::to(move |request: actix_web::HttpRequest| {
            let allowed = allowed.clone();
            async move { framework::no_such_method(&request, &allowed) }
        })));
    }
}

fn allowed(operations: &[&Operation]) -> String {
    let methods: Vec<&str> = [Method::Get, Method::Post, Method::Put, Method::Patch]
        .into_iter()
        .filter(|method| operations.iter().any(|operation| operation.method == *method))
        .map(|method| if method == Method::Get { "GET, HEAD" } else { method.word() })
        .collect();
    methods.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Does;
    use std::collections::BTreeSet;
    use wire::verb::Verb;
    use wire::vocabulary::Question;

    #[test]
    fn no_two_operations_share_an_id_or_an_address() {
        let ids: BTreeSet<_> = operations().map(|operation| operation.id).collect();
        let addresses: BTreeSet<_> =
            operations().map(|operation| (operation.path, operation.method.word())).collect();
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

    /// A verb or a question that is added to the vocabulary needs an address: this fails until it has one.
    #[test]
    fn every_word_of_the_vocabulary_has_an_operation() {
        let done: Vec<Does> = operations().map(|operation| operation.does).collect();
        for word in Verb::WORDS.iter().filter(|word| **word != "ask") {
            assert_eq!(done.iter().filter(|does| **does == Does::Verb(word)).count(), 1, "{word}");
        }
        for question in Question::ALL {
            assert!(done.contains(&Does::Asks(*question)), "ask {}", question.word());
        }
    }

    /// Where a question wants more than it can do without, the address or the query gives it.
    #[test]
    fn every_key_of_a_question_can_be_said() {
        let asks = |question| operations().filter(move |operation| operation.does == Does::Asks(question));
        for (question, keys) in [
            (Question::Next, &["channel", "department"][..]),
            (Question::Order, &["channel", "department"]),
            (Question::Table, &["channel", "department"]),
            (Question::Reception, &["visitor"]),
            (Question::Owner, &["customer"]),
            (Question::Eligible, &["staff"]),
            (Question::Fines, &["staff"]),
            (Question::Tasks, &["staff", "clause", "visitor"]),
            (Question::Records, &["clause", "staff", "visitor"]),
        ] {
            for key in keys {
                let said = |operation: &Operation| {
                    let mut names = operation.parameters.iter().map(|parameter| parameter.name);
                    names.any(|name| name == *key) || operation.path_keys().any(|name| name == *key)
                };
                assert!(asks(question).any(said), "{} needs {key}", question.word());
            }
        }
    }
}
