//! Requests that only read: questions of the vocabulary, answered from what is committed.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, Route};
use application::TextMode;
use wire::outcome::Answer;
use wire::reading::{BadLine, Draft};
use wire::verb::Ask;

use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::operation::{AnswersAs, Does, Operation};
use crate::paper_sheet;
use crate::problem::{Problem, kinds};

/// The route of a question: the one that the operation is said to ask.
pub(crate) fn route(operation: &'static Operation) -> Route {
    answer::reading(operation, ask)
}

async fn ask(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let site = asked.site()?;
    let ask = read(&asked, &asked.query()?)?;
    let told = asked.door.application.ask(&site, &ask).await?;
    if operation.answers_as == AnswersAs::JsonOrText
        && wants_text(&request)
        && let Some(Answer::Table(table)) = told.answer(TextMode::None)
    {
        return Ok(answer::text(paper_sheet::drawn(&table)));
    }
    answer::json(operation, &told.json(TextMode::Both)?)
}

/// The question with what the path and the query say.
pub(crate) fn read(asked: &Asked<'_>, query: &BTreeMap<&'static str, String>) -> Result<Ask, Problem> {
    let Does::Asks(question) = asked.operation.does else { return Err(Problem::own(kinds::INTERNAL)) };
    let mut draft = Draft::empty();
    draft.add("what", question.word())?;
    asked.add_path_keys(&mut draft)?;
    for (name, value) in query {
        draft.add(name, value)?;
    }
    draft.body().map_err(|bad| misread(&bad, asked.operation))
}

/// A key that came from the address, told as a parameter.
fn misread(bad: &BadLine, operation: &Operation) -> Problem {
    let pointer = bad.pointer();
    let key = pointer.trim_start_matches('/');
    let mut names = operation.parameters.iter().map(|parameter| parameter.name).chain(operation.path_keys());
    Problem::parameter(names.find(|name| *name == key), bad.reason())
}

/// Is plain text wanted, and JSON not?
pub(crate) fn wants_text(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/plain") && !accept.contains("json"))
}

/// The use cases gave an answer to another question.
pub(crate) fn another_answer() -> Problem {
    Problem::own(kinds::INTERNAL)
}
