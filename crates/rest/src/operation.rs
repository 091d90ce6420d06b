//! What one operation of the API is: the route is made from it, and so is its description.

use actix_web::Route;
use serde_json::Value;
use utoipa::ToSchema;
use wire::reading::Body;
use wire::verb::Verb;
use wire::vocabulary::Question;

use crate::asked::JSON;
use crate::openapi::Schemas;
use crate::submit;

/// The longest body of an ordinary operation, in bytes.
pub(crate) const MOST_BYTES: usize = 256 << 10;
/// The longest body of an operation that brings a whole house or its customers.
pub(crate) const MOST_BULK_BYTES: usize = 16 << 20;

/// In what form an operation answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AnswersAs {
    /// An object.
    Json,
    /// An object, or plain text for whoever asks for that.
    JsonOrText,
    /// Events, without an end.
    Events,
    /// The lines of a day file, however many they are.
    DayFile,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
}

impl Method {
    /// As it stands in a request.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
        }
    }
}

/// Which word of the vocabulary an operation stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Does {
    /// The verb of a day file.
    Verb(&'static str),
    /// A question.
    Asks(Question),
    /// Something that a day file has no word for.
    Own,
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
    pub does: Does,
    pub about: &'static str,
    /// What the body is; `None`: there is none.
    pub body: Option<fn(&mut Schemas) -> Value>,
    /// The media types of the body.
    pub takes: &'static [&'static str],
    /// A key of the body that need not be given, because an id is made up.
    pub made_up: Option<&'static str>,
    pub answer: fn(&mut Schemas) -> Value,
    pub parameters: &'static [Parameter],
    /// A body, as JSON, that stands in the description.
    pub example: Option<&'static str>,
    /// 200, or 201 where there is something to be found afterwards under `Location`.
    pub success: u16,
    pub most_bytes: usize,
    /// Is what it answers a version of something that is edited?
    pub versioned: bool,
    pub answers_as: AnswersAs,
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
            does: Does::Verb(T::VERB),
            body: Some(Schemas::body::<T>),
            ..Self::get::<A>(path, id, about, submit::route::<T>)
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
            does: Does::Own,
            about,
            body: None,
            takes: &[JSON],
            made_up: None,
            answer: Schemas::reference::<A>,
            parameters: &[],
            example: None,
            success: 200,
            most_bytes: MOST_BYTES,
            versioned: false,
            answers_as: AnswersAs::Json,
            route,
        }
    }

    pub(crate) const fn query(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters, ..self }
    }

    pub(crate) const fn example(self, example: &'static str) -> Self {
        Self { example: Some(example), ..self }
    }

    /// The same, as the answer to a question of the vocabulary.
    pub(crate) const fn asks(self, question: Question) -> Self {
        Self { does: Does::Asks(question), ..self }
    }

    /// Can it change anything? A question may be posted, where its words do not belong into an address.
    pub(crate) fn changes(&self) -> bool {
        self.method != Method::Get && !matches!(self.does, Does::Asks(_))
    }

    /// Does it replace a version of something that somebody has read? Then it has to say which.
    pub(crate) fn edits(&self) -> bool {
        self.versioned && self.method != Method::Get
    }

    /// The placeholders of the path but `{site}`, in order.
    pub(crate) fn path_keys(&self) -> impl Iterator<Item = &'static str> {
        self.placeholders().filter(|key| *key != "site")
    }

    /// Is it about one site?
    pub(crate) fn is_of_a_site(&self) -> bool {
        self.placeholders().any(|key| key == "site")
    }

    /// Does its answer carry a tag by which a client need not be sent again what it has?
    pub(crate) fn is_known_by_tag(&self) -> bool {
        self.method == Method::Get && matches!(self.answers_as, AnswersAs::Json | AnswersAs::JsonOrText)
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

/// One channel only.
pub(crate) const CHANNEL_ONLY: Parameter =
    Parameter { about: "Of which table only; all of them unless it is said.", ..CHANNEL };

/// The department of a question.
pub(crate) const DEPARTMENT: Parameter = Parameter {
    name: "department",
    about: "Whose table, where each department has tables of its own; the first department's unless it is said.",
    schema: Schemas::reference::<wire::Id>,
};

/// Whose.
pub(crate) const STAFF: Parameter = Parameter {
    name: "staff",
    about: "Whose only; everybody's unless it is said.",
    schema: Schemas::reference::<wire::Id>,
};

/// Under which clause.
pub(crate) const CLAUSE: Parameter =
    Parameter { name: "clause", about: "Under which clause.", schema: Schemas::reference::<wire::Id> };

/// Of which visit.
pub(crate) const VISITOR: Parameter = Parameter {
    name: "visitor",
    about: "Of which visit only; all of them unless it is said.",
    schema: Schemas::reference::<wire::Id>,
};
