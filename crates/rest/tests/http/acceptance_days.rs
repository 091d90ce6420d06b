//! The acceptance days, line by line through the API: what a day file is answered, a client is answered too.

use std::path::PathBuf;

use actix_web::test::TestRequest;
use serde_json::{Map, Value, json};
use wire::Stamp;
use wire::expect::differences;

use crate::house::{self, Came, House, post};

/// Where each verb is posted; a placeholder takes the key out of the body.
const POSTED: &[(&str, &str)] = &[
    ("sign_in", "sign-ins"),
    ("sign_out", "sign-outs"),
    ("step_away", "absences"),
    ("come_back", "returns"),
    ("claim", "claims"),
    ("arrive", "arrivals"),
    ("no_answer", "visits/{visitor}/no-answers"),
    ("register", "visits/{visitor}/registrations"),
    ("kin", "kinships"),
    ("find_out", "visits/{visitor}/findings"),
    ("recognise", "visits/{visitor}/recognitions"),
    ("choose", "visits/{visitor}/choices"),
    ("hand_on", "visits/{visitor}/hand-ons"),
    ("assist", "visits/{visitor}/assistances"),
    ("waive", "waivers"),
    ("give_up", "give-ups"),
    ("delegate", "delegations"),
    ("dispatch", "visits/{visitor}/dispatches"),
    ("suspend_order", "order-suspensions"),
    ("resume_order", "order-resumptions"),
    ("permit", "permissions"),
    ("leave", "visits/{visitor}/leavings"),
    ("follow_up", "follow-ups"),
    ("deal", "deals"),
    ("dispute", "disputes"),
    ("reassign", "reassignments"),
    ("resign", "resignations"),
    ("incident", "incidents"),
    ("clear", "clearances"),
    ("undo", "visits/{visitor}/undos"),
    ("staff", "staff"),
    ("bind", "policy-bindings"),
    ("import", "imports"),
    ("done", "fulfilments"),
    ("plan", "duty-plans"),
    ("train", "trainings"),
    ("handover", "handovers"),
    ("evaluate", "evaluations"),
    ("result", "month-results"),
];

/// Where each question is read.
const READ: &[(&str, &str)] = &[
    ("next", "next"),
    ("order", "order"),
    ("table", "sheet"),
    ("post", "posts"),
    ("reception", "visits/{visitor}"),
    ("owner", "customers/{customer}/ownership"),
    ("eligible", "staff/{staff}/eligibility"),
    ("fines", "staff/{staff}/fines"),
    ("fairness", "fairness"),
    ("tasks", "tasks"),
    ("records", "records"),
];

fn days() -> Vec<PathBuf> {
    let folders =
        ["days", "policies"].map(|folder| format!("{}/../../tests/{folder}", env!("CARGO_MANIFEST_DIR")));
    let packs =
        folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|pack| pack.unwrap().path());
    let files = packs.filter(|pack| pack.is_dir()).flat_map(|pack| std::fs::read_dir(pack).unwrap());
    let mut days: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    days.retain(|file| file.extension().is_some_and(|kind| kind == "ndjson"));
    days.sort();
    days
}

#[actix_web::test]
async fn a_day_file_and_the_api_are_answered_alike() {
    let (mut held, mut misses) = (0, Vec::new());
    for day in days() {
        let text = std::fs::read_to_string(&day).unwrap();
        let mut lines = text.lines().map(|line| serde_json::from_str::<Map<String, Value>>(line).unwrap());
        let mut setting = lines.next().unwrap();
        // A server binds the packs that it was built with, not those that lie beside a day.
        if setting["policy"].as_str().is_some_and(|policy| policy.ends_with(".toml")) {
            continue;
        }
        let lines: Vec<_> = lines.collect();
        let house = house::empty().await;
        house.set_clock(at(&lines[0]));
        setting.insert("id".to_owned(), json!("s"));
        house.post("/v1/sites", &Value::from(setting).to_string()).await.done();
        for (number, mut line) in (2..).zip(lines) {
            house.set_clock(at(&line));
            line.remove("at");
            let expect = line.remove("expect");
            let asks = line["do"] == "ask";
            let Some(came) = sent(&house, line).await else {
                // What the API cannot be told yet, the rest of that day rests on.
                if asks { continue } else { break }
            };
            held += usize::from(expect.is_some());
            let found = match (came.status, came.json()) {
                (200 | 201, answer) => {
                    differences(expect.as_ref(), Ok(answer.get("decision").unwrap_or(&answer)))
                }
                (_, problem) => differences(expect.as_ref(), Err(&problem)),
            };
            let place = format!("{}:{number}", day.display());
            misses.extend(found.iter().map(|miss| format!("{place}: {miss:?}: {}", came.text)));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert!(held > 500, "{held}");
}

fn at(line: &Map<String, Value>) -> i64 {
    Stamp::parse(line["at"].as_str().unwrap()).unwrap().utc().timestamp()
}

/// Sends a line; nothing where the API has no address for it yet.
async fn sent(house: &House, mut line: Map<String, Value>) -> Option<Came> {
    let verb = line.remove("do").unwrap();
    let actor = line.remove("actor");
    if verb == "ask" {
        let what = line.remove("what").unwrap();
        let (_, place) = READ.iter().find(|(question, _)| what == *question)?;
        if place.contains("{customer}") && !line.contains_key("customer") {
            let visitor = line.remove("visitor").unwrap();
            line.insert("customer".to_owned(), visitor);
        }
        if what == "reception" || what == "tasks" || what == "records" {
            // Told from what is written, into which the server's ticker brings what has fallen due.
            house.tick().await;
        }
        let path = filled(place, &mut line);
        let query: Vec<String> =
            line.iter().map(|(key, value)| format!("{key}={}", value.as_str().unwrap())).collect();
        return Some(house.send(TestRequest::get().uri(&format!("{path}?{}", query.join("&")))).await);
    }
    let (_, place) = POSTED.iter().find(|(word, _)| verb == *word)?;
    let path = filled(place, &mut line);
    let mut request = post(&path, &Value::from(line).to_string());
    if let Some(actor) = actor {
        request = request.insert_header(("x-acting-staff", actor.as_str().unwrap()));
    }
    Some(house.send(request).await)
}

/// The address with its placeholders filled in by keys of the line.
fn filled(place: &str, line: &mut Map<String, Value>) -> String {
    let mut path = format!("/v1/sites/s/{place}");
    for key in ["visitor", "customer", "staff"] {
        let placeholder = format!("{{{key}}}");
        if path.contains(&placeholder) {
            path = path.replace(&placeholder, line.remove(key).unwrap().as_str().unwrap());
        }
    }
    path
}
