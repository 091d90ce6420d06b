//! What one operation of the API is: the route is made from it, and so is its description.

use actix_web::Route;
use serde_json::Value;
use utoipa::ToSchema;
use wire::reading::Body;
use wire::verb::Verb;
use wire::vocabulary::Question;

use crate::openapi::Schemas;
use crate::{question, submit};

/// The longest body of an ordinary operation, in bytes.
pub(crate) const MOST_BYTES: usize = 256 << 10;
/// The longest body of an operation that brings a whole house or its customers.
pub(crate) const MOST_BULK_BYTES: usize = 16 << 20;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Method {
    Get,
    Post,
}

/// A parameter of the query string.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter {
    pub name: &'static str,
    pub about: &'static str,
    pub schema: fn(&mut Schemas) -> Value,
}

/// One operation. Every placeholder of the path but `{site}` is a key of the body.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub method: Method,
    pub path: &'static str,
    pub id: &'static str,
    pub about: &'static str,
    /// What the body is; `None`: there is none.
    pub body: Option<fn(&mut Schemas) -> Value>,
    /// A key of the body that need not be given, because an id is made up.
    pub made_up: Option<&'static str>,
    pub answer: fn(&mut Schemas) -> Value,
    pub parameters: &'static [Parameter],
    /// A body, as JSON, that stands in the description.
    pub example: Option<&'static str>,
    /// 200, or 201 where there is something to be found afterwards under `Location`.
    pub success: u16,
    pub most_bytes: usize,
    /// Does it also answer as plain text?
    pub plain_text: bool,
    pub route: fn(&'static Operation) -> Route,
}

impl Operation {
    /// Does what the verb `T` says; the answer is an `A`.
    pub(crate) const fn verb<T, A>(path: &'static str, id: &'static str, about: &'static str) -> Self
    where
        T: Body + Into<Verb> + ToSchema + 'static,
        A: ToSchema,
    {
        Self {
            method: Method::Post,
            path,
            id,
            about,
            body: Some(Schemas::body::<T>),
            made_up: None,
            answer: Schemas::reference::<A>,
            parameters: &[],
            example: None,
            success: 200,
            most_bytes: MOST_BYTES,
            plain_text: false,
            route: submit::route::<T>,
        }
    }

    /// Reads something with `route`; the answer is an `A`.
    pub(crate) const fn get<A: ToSchema>(
        path: &'static str,
        id: &'static str,
        about: &'static str,
        route: fn(&'static Operation) -> Route,
    ) -> Self {
        Self {
            method: Method::Get,
            path,
            id,
            about,
            body: None,
            made_up: None,
            answer: Schemas::reference::<A>,
            parameters: &[],
            example: None,
            success: 200,
            most_bytes: MOST_BYTES,
            plain_text: false,
            route,
        }
    }

    pub(crate) const fn query(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters, ..self }
    }

    pub(crate) const fn example(self, example: &'static str) -> Self {
        Self { example: Some(example), ..self }
    }

    /// The placeholders of the path but `{site}`, in order.
    pub(crate) fn path_keys(&self) -> impl Iterator<Item = &'static str> {
        self.placeholders().filter(|key| *key != "site")
    }

    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// The channel of a question.
pub(crate) const CHANNEL: Parameter = Parameter {
    name: "channel",
    about: "Which table; walk-in visitors unless it is said.",
    schema: Schemas::reference::<wire::vocabulary::Channel>,
};

/// The department of a question.
pub(crate) const DEPARTMENT: Parameter = Parameter {
    name: "department",
    about: "Whose table, where each department has tables of its own; the first department's unless it is said.",
    schema: Schemas::reference::<wire::Id>,
};

/// A question's route.
macro_rules! question_route {
    ($name:ident, $question:ident) => {
        pub(crate) fn $name(operation: &'static Operation) -> Route {
            question::route(operation, Question::$question)
        }
    };
}
question_route!(next, Next);
question_route!(order, Order);
question_route!(post, Post);
question_route!(owner, Owner);
question_route!(eligible, Eligible);
question_route!(fines, Fines);
question_route!(fairness, Fairness);
