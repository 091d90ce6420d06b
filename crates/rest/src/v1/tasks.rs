//! Tasks that are due, and what is on record under a clause: questions whose answers are told page by page.

use actix_web::HttpRequest;
use application::TextMode;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use wire::outcome::{Answer, Task};
use wire::vocabulary::Question;

use super::lists::{self, CURSOR, PAGE_SIZE, Wanted};
use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::cursor;
use crate::operation::{CLAUSE, Operation, STAFF, VISITOR};
use crate::question;

pub(super) const ALL: &[Operation] = &[
    Operation::get::<TasksPage>(
        "/v1/sites/{site}/tasks",
        "listTasks",
        "What the policy asks people to do and nobody has done yet, earliest first.",
        |operation| answer::reading(operation, due),
    )
    .asks(Question::Tasks)
    .query(&[STAFF, CLAUSE, VISITOR, CURSOR, PAGE_SIZE]),
    Operation::get::<RecordsPage>(
        "/v1/sites/{site}/records",
        "listRecords",
        "What is on record under a clause, oldest first; of one person or one visit only, where it is said.",
        |operation| answer::reading(operation, on_record),
    )
    .asks(Question::Records)
    .query(&[CLAUSE, STAFF, VISITOR, CURSOR, PAGE_SIZE]),
];

/// A page of tasks.
#[derive(Serialize, ToSchema)]
struct TasksPage {
    /// Earliest first.
    tasks: Vec<Task>,
    /// Where the next page begins; nothing after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A page of records.
#[derive(Serialize, ToSchema)]
struct RecordsPage {
    /// Oldest first.
    records: Vec<Value>,
    /// Where the next page begins; nothing after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

async fn due(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let (answer, list, wanted) = ask(operation, &request).await?;
    let Answer::Tasks(mut told) = answer else { return Err(question::another_answer()) };
    told.tasks.sort_by_cached_key(place);
    if let Some(after) = &wanted.after {
        told.tasks.retain(|task| place(task) > *after);
    }
    let next_cursor = cut(&mut told.tasks, &list, wanted.size, |_, last| place(last));
    answer::json(operation, &TasksPage { tasks: told.tasks, next_cursor })
}

/// By what tasks are ordered, here as in every other answer: when they are due, then the older one; and after which one
/// a page goes on even if that one has been done meanwhile.
fn place(task: &Task) -> String {
    let due = task.due.map_or_else(|| "~".to_owned(), |due| due.utc().to_rfc3339());
    format!("{due}\u{1}{:020}", task.number.unwrap_or(u64::MAX))
}

async fn on_record(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let (answer, list, wanted) = ask(operation, &request).await?;
    let Answer::Records(told) = answer else { return Err(question::another_answer()) };
    // What is on record stays there, so a position is how many were told before.
    let before = usize::try_from(lists::number(wanted.after)?).unwrap_or(usize::MAX);
    let mut records: Vec<Value> = told.records.into_iter().skip(before).collect();
    let next_cursor = cut(&mut records, &list, wanted.size, |told, _| (before + told).to_string());
    answer::json(operation, &RecordsPage { records, next_cursor })
}

/// Asks what the operation asks; the answer, the list's name and the page that is wanted of it.
async fn ask(
    operation: &'static Operation,
    request: &HttpRequest,
) -> Result<(Answer, String, Wanted), crate::problem::Problem> {
    let asked = Asked::new(operation, request)?;
    let site = asked.site()?;
    let mut query = asked.query()?;
    let filters = ["clause", "staff", "visitor"].map(|name| query.get(name).map(String::as_str));
    let list = lists::name(operation.id, &site, &filters);
    let wanted = lists::taken(&mut query, &list)?;
    let told = asked.door.application.ask(&site, &question::read(&asked, &query)?).await?;
    Ok((told.answer(TextMode::Both).ok_or_else(question::another_answer)?, list, wanted))
}

/// Cuts a list to a page; the cursor of what follows.
fn cut<T>(
    items: &mut Vec<T>,
    list: &str,
    size: usize,
    position: impl FnOnce(usize, &T) -> String,
) -> Option<String> {
    let more = items.len() > size;
    items.truncate(size);
    let last = items.last().filter(|_| more)?;
    Some(cursor::written(list, &position(items.len(), last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(staff: &str, due: &str) -> Task {
        let due = wire::Stamp::parse(due);
        let clause = "P12-30".into();
        let number = Some(1);
        Task { staff: staff.into(), clause, due, about: None, text: None, left: None, overdue: false, number }
    }

    /// The clause of a task says nothing about its place: of two due at one time, the older one comes first, and after it
    /// a page goes on.
    #[test]
    fn of_two_due_at_one_time_the_older_comes_first() {
        let due = "2026-03-02T09:00:00+08:00";
        let older = Task { clause: "P12-44".into(), number: Some(9), ..task("B", due) };
        let younger = Task { clause: "P12-20".into(), number: Some(10), ..task("A", due) };
        let mut tasks = [younger.clone(), older.clone()];
        tasks.sort_by_cached_key(place);
        assert_eq!(tasks, [older.clone(), younger.clone()]);
        assert!(place(&younger) > place(&older));
    }

    /// By the instant and not by how its zone writes it; what has no due time comes last.
    #[test]
    fn tasks_are_ordered_by_when_they_are_due() {
        let mut tasks = [
            Task { due: None, ..task("A", "2026-03-02T09:00:00+08:00") },
            task("B", "2026-03-02T02:00:00Z"),
            task("A", "2026-03-02T09:00:00+08:00"),
        ];
        tasks.sort_by_cached_key(place);
        let order: Vec<_> = tasks.iter().map(|task| (task.staff.to_string(), task.due.is_some())).collect();
        assert_eq!(order, [("A".to_owned(), true), ("B".to_owned(), true), ("A".to_owned(), false)]);
    }

    #[test]
    fn a_page_says_where_the_next_begins_only_if_there_is_one() {
        let mut items = vec![1, 2, 3];
        let next = cut(&mut items, "l", 2, |told, last| format!("{told}/{last}"));
        assert_eq!(
            (items.as_slice(), cursor::read("l", &next.unwrap()).as_deref()),
            (&[1, 2][..], Some("2/2"))
        );
        assert_eq!(cut(&mut items, "l", 2, |_, _| String::new()), None);
    }
}
