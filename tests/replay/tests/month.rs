//! A month of random traffic under every shipped pack: exported and simulated, it is answered as it was, to the byte.

use application::{Exporting, Request};
use chrono::{NaiveDate, TimeDelta};
use dayfile::{Language, Options};
use domain::time::Timestamp;
use replay::{Answered, Live, Traffic};
use serde_json::Value;
use wire::Stamp;
use wire::line::Line;

type Trouble = Box<dyn std::error::Error + Send + Sync>;

const DAYS: i64 = 31;
const LINES_A_DAY: u64 = 9;
/// Half past seven in the evening before the first day, by the house's clock.
const OPENED: i64 = 1_772_278_200;

struct Month {
    live: Live,
    /// How many answers had been given when each day began.
    days: Vec<(NaiveDate, usize)>,
}

fn date(at: Timestamp) -> NaiveDate {
    (at + TimeDelta::hours(8)).date_naive()
}

/// Lets a month pass at a site in `file`.
async fn month(file: &std::path::Path, policy: &str, seed: u64) -> Result<Month, Trouble> {
    let at = Timestamp::from_timestamp(OPENED, 123_456_000).ok_or("no instant")?;
    let mut live = Live::open(file, &days::house(policy), at).await?;
    let mut traffic = Traffic::new(policy, seed);
    let mut days = Vec::new();
    for day in 0..DAYS {
        let morning = Timestamp::from_timestamp(OPENED + day * 86_400 + 13 * 3600, 0).ok_or("no instant")?;
        let to_morning = (morning - live.now()).num_microseconds().unwrap_or(0);
        live.pass(to_morning.max(0));
        if day % 4 == 3 {
            live.restart().await?;
        }
        live.wake().await?;
        let application = live.application()?;
        days.push((date(live.now()), usize::MAX));
        for _ in 0..LINES_A_DAY + traffic.below(LINES_A_DAY) {
            live.pass(traffic.gap() * 1_000_000 + i64::try_from(traffic.below(1_000_000))?);
            let mut told = traffic.line();
            told["at"] = Stamp::from(live.now()).to_string().into();
            let line = Line::parse(&told.to_string())?;
            let late = traffic.below(9) == 0;
            let happened_at = late.then(|| live.now() - TimeDelta::seconds(200));
            let request = Request {
                verb: line.verb,
                actor: line.actor,
                at: None,
                happened_at,
                idempotency: None,
                expected: None,
            };
            live.tell(&application, request).await?;
        }
    }
    Ok(Month { live, days })
}

async fn exported(live: &Live, wanted: Exporting) -> Result<String, Trouble> {
    let mut file = String::new();
    let mut export = live.application()?.export(live.site(), wanted).await?;
    while let Some(lines) = export.next().await? {
        file.push_str(&lines);
    }
    Ok(file)
}

/// What the simulation of a day file answers, in the form in which the site's own answers were noted.
fn simulated(file: &str) -> Result<Vec<Answered>, Trouble> {
    let (output, done) = days::simulated(file, Language::Both, &Options::default());
    done.map_err(|stopped| format!("{stopped}\n{}", file.lines().nth(1).unwrap_or_default()))?;
    let mut answered = Vec::new();
    for line in output.lines() {
        let value: Value = serde_json::from_str(line)?;
        if let Some(auto) = value["auto"].as_str() {
            // Before which line it ran is the file's affair.
            let from = line.find(r#","at""#).ok_or("no instant")?;
            let result = format!(r#"{{"line":0{}"#, &line[from..]);
            answered.push(Answered { word: auto.to_owned(), result });
        } else if value["do"] != "staff" {
            if value["ok"] != true {
                return Err(format!("refused in the simulation: {line}").into());
            }
            let from = line.find(r#""result":"#).ok_or("no result")? + r#""result":"#.len();
            let result = line[from..line.len() - 1].to_owned();
            answered.push(Answered { word: value["do"].as_str().unwrap_or_default().to_owned(), result });
        }
    }
    Ok(answered)
}

fn hold(policy: &str, live: &[Answered], again: &[Answered], file: &str) -> Result<(), Trouble> {
    let apart = live.iter().zip(again).position(|(live, again)| live != again);
    if let Some(at) = apart {
        let (live, again) = (&live[at], &again[at]);
        return Err(
            format!("{policy}: answer {at} differs\nlive:  {live:?}\nagain: {again:?}\n{file}").into()
        );
    }
    // What is due after the last line is not in the file.
    if again.len() < live.len().saturating_sub(2) || again.len() > live.len() {
        let (live, again) = (live.len(), again.len());
        return Err(format!("{policy}: {live} answers live, {again} in the simulation\n{file}").into());
    }
    Ok(())
}

async fn month_and_again(policy: &str, seed: u64) -> Result<(), Trouble> {
    let folder = tempfile::tempdir()?;
    let month = month(&folder.path().join("house.db"), policy, seed).await?;
    let whole = exported(&month.live, Exporting::default()).await?;
    assert!(!whole.contains("138000") && !whole.contains("Zhao Min"), "a name or a phone got out");
    let again = simulated(&whole)?;
    assert!(again.len() > 120, "{policy}: only {} answers", again.len());
    hold(policy, &month.live.answered, &again, &whole)?;

    let named = exported(&month.live, Exporting { particulars: true, ..Exporting::default() }).await?;
    assert!(named.contains("138000") && named.contains("Zhao Min"), "names and phones were asked for");
    hold(policy, &month.live.answered, &simulated(&named)?, &named)?;

    // From the middle on, the answers are the last ones of the month.
    let from = month.days.get(15).map(|(date, _)| *date);
    let half = exported(&month.live, Exporting { from, ..Exporting::default() }).await?;
    assert!(
        half.starts_with(r#"{"day_file":1"#) && half.lines().next().is_some_and(|l| l.contains("checkpoint"))
    );
    let half_again = simulated(&half)?;
    let skipped = again.len().checked_sub(half_again.len()).ok_or("more answers than in the whole month")?;
    assert!(half_again.len() > 40 && skipped > 40, "{policy}: {} and {skipped}", half_again.len());
    hold(policy, &again[skipped..], &half_again, &half)
}

/// Issue 3, item 6: the decisions of the simulation are those of the site, also after restarts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_of_random_traffic_is_simulated_as_it_was_answered() -> Result<(), Trouble> {
    let shelf = packs::Shelf::shipped().map_err(|_| "a shipped pack does not load")?;
    for (number, policy) in shelf.names().into_iter().enumerate() {
        month_and_again(&policy, 20_260_301 + number as u64).await?;
    }
    Ok(())
}
