//! Requests that only read: questions of the vocabulary, answered from what is committed.

use actix_web::http::header;
use actix_web::{HttpRequest, Route, web};
use application::TextMode;
use wire::outcome::Answer;
use wire::reading::{BadLine, Draft};
use wire::verb::Ask;
use wire::vocabulary::Question;

use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::operation::Operation;
use crate::paper_sheet;
use crate::problem::Problem;

/// The route of a question.
pub(crate) fn route(operation: &'static Operation, question: Question) -> Route {
    web::route().to(move |request: HttpRequest| async move {
        answer::told(ask(operation, question, &request).await, &request)
    })
}

async fn ask(operation: &'static Operation, question: Question, request: &HttpRequest) -> Outcome {
    let asked = Asked::new(operation, request)?;
    let site = asked.site()?;
    let ask = read(&asked, question)?;
    let told = asked.door.application.ask(&site, &ask).await?;
    if operation.plain_text
        && wants_text(request)
        && let Some(Answer::Table(table)) = told.answer(TextMode::None)
    {
        return Ok(answer::text(paper_sheet::drawn(&table)));
    }
    answer::json(operation, &told.json(TextMode::Both)?)
}

/// The question with what the path and the query say.
fn read(asked: &Asked<'_>, question: Question) -> Result<Ask, Problem> {
    let mut draft = Draft::empty();
    draft.add("what", question.word())?;
    asked.add_path_keys(&mut draft)?;
    let query = asked.query()?;
    for (name, value) in &query {
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
fn wants_text(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/plain") && !accept.contains("json"))
}
