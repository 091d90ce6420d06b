//! A comparison in words, Chinese or English, or as JSON.

use std::io::{self, Write};

use domain::party::Evidence;
use wire::outcome::{DealResult, Decision};
use wire::vocabulary::{Capacity, Outcome};

use super::{Apart, Compared, Days, Owned, Summary};

/// How a comparison is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Telling {
    /// In Chinese sentences.
    Chinese,
    /// In English sentences.
    English,
    /// One JSON object a line.
    Json,
}

impl Telling {
    fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        if self == Self::Chinese { zh } else { en }
    }
}

impl Compared {
    /// Writes it.
    ///
    /// # Errors
    /// The output's.
    pub fn tell(&self, how: Telling, out: &mut dyn Write) -> io::Result<()> {
        if how == Telling::Json {
            serde_json::to_writer(&mut *out, self)?;
            return out.write_all(b"\n");
        }
        match self {
            Self::Receiver(apart) => receiver(apart, how, out),
            Self::Owner(apart) => owner(apart, how, out),
            Self::Deal(apart) => deal(apart, how, out),
            Self::Skipped { line, verb } => match how {
                Telling::Chinese => writeln!(out, "第 {line} 行：{verb} 在另一套规则下已无意义，跳过。"),
                _ => writeln!(out, "line {line}: {verb} makes no sense under the other pack; skipped."),
            },
            Self::Summary(summary) => sums(summary, how, out),
        }
    }
}

fn head<T>(apart: &Apart<T>, how: Telling, out: &mut dyn Write) -> io::Result<()> {
    let Apart { line, at, visit, .. } = apart;
    match how {
        Telling::Chinese => write!(out, "第 {line} 行，{at}，{visit}："),
        _ => write!(out, "line {line}, {at}, {visit}: "),
    }
}

fn both(how: Telling, then: &str, now: &str, out: &mut dyn Write) -> io::Result<()> {
    let (recorded, other) = (how.pick("实际", "recorded"), how.pick("另一套", "other"));
    for (label, text) in [(recorded, then), (other, now)] {
        writeln!(out, "    {label}{} {}", how.pick("：", ":"), text.trim_end().replace('\n', "\n        "))?;
    }
    Ok(())
}

fn receiver(apart: &Apart<Option<Decision>>, how: Telling, out: &mut dyn Write) -> io::Result<()> {
    head(apart, how, out)?;
    let (then, now) = (who(apart.recorded.as_ref(), how), who(apart.other.as_ref(), how));
    match how {
        Telling::Chinese => writeln!(out, "实际接待：{then}；换一套规则：{now}。")?,
        _ => writeln!(out, "received by {then}; under the other pack by {now}.")?,
    }
    both(how, &reason(apart.recorded.as_ref(), how), &reason(apart.other.as_ref(), how), out)
}

/// Who received, as what, and whether a turn was used.
fn who(decision: Option<&Decision>, how: Telling) -> String {
    let Some(decision) = decision else { return how.pick("无此到访", "nobody: no visit").to_owned() };
    let Some(staff) = &decision.assigned else {
        return how.pick("无人能接待，等候", "nobody, who waits").to_owned();
    };
    let capacity = decision.capacity.map_or("", |capacity| as_what(capacity, how));
    let turn = match (decision.uses_turn, how) {
        (true, Telling::Chinese) => "，占轮次",
        (false, Telling::Chinese) => "，不占轮次",
        (true, _) => ", using a turn",
        (false, _) => ", using no turn",
    };
    match how {
        Telling::Chinese => format!("{staff}（{capacity}{turn}）"),
        _ => format!("{staff} ({capacity}{turn})"),
    }
}

fn as_what(capacity: Capacity, how: Telling) -> &'static str {
    let (zh, en) = match capacity {
        Capacity::Turn => ("按轮次", "in turn"),
        Capacity::MakeUp => ("补轮", "making a turn up"),
        Capacity::Owner => ("本人客户", "own customer"),
        Capacity::Named => ("客户点名", "asked for"),
        Capacity::Inviter => ("本人邀约", "had invited"),
        Capacity::Proxy => ("代接", "standing in"),
        Capacity::LastInOrder => ("排在最后者", "last in the order"),
        Capacity::Dispatched => ("主管指派", "sent by a lead"),
        Capacity::OnDuty => ("值班", "on duty"),
        Capacity::Match => ("能力匹配", "best match"),
        Capacity::LongestFree => ("空闲最久", "longest free"),
    };
    if how == Telling::Chinese { zh } else { en }
}

/// The clause that chose, and the explanation.
fn reason(decision: Option<&Decision>, how: Telling) -> String {
    let Some(decision) = decision else { return how.pick("无", "none").to_owned() };
    let chosen = decision.because.iter().find(|item| item.outcome == Outcome::Chosen);
    let clause = chosen
        .or(decision.because.last())
        .map(|item| item.clause.as_ref().map_or(how.pick("本系统默认", "our reading"), wire::Label::as_str));
    let text = decision.text.as_ref().map_or("", |text| how.pick(&text.zh, &text.en));
    match clause {
        Some(clause) => format!("[{clause}] {text}"),
        None => text.to_owned(),
    }
}

fn owner(apart: &Apart<Option<Owned>>, how: Telling, out: &mut dyn Write) -> io::Result<()> {
    head(apart, how, out)?;
    let staff = |owned: &Option<Owned>| {
        owned.as_ref().map_or(how.pick("无人", "nobody").to_owned(), |owned| owned.staff.clone())
    };
    let (then, now) = (staff(&apart.recorded), staff(&apart.other));
    match how {
        Telling::Chinese => writeln!(out, "客户现归 {then}；换一套规则则归 {now}。")?,
        _ => writeln!(out, "the customer is {then}'s; under the other pack {now}'s.")?,
    }
    both(how, &ground(apart.recorded.as_ref(), how), &ground(apart.other.as_ref(), how), out)
}

fn ground(owned: Option<&Owned>, how: Telling) -> String {
    let zh = how == Telling::Chinese;
    match owned.map(|owned| &owned.evidence) {
        None => how.pick("无人持有", "nobody holds them").to_owned(),
        Some(Evidence::Reception(visit)) if zh => format!("凭 {visit} 的首次接待"),
        Some(Evidence::Reception(visit)) => format!("by the reception of {visit}"),
        Some(Evidence::Registration(entry)) if zh => format!("凭公共登记第 {entry} 号"),
        Some(Evidence::Registration(entry)) => format!("by entry {entry} of the public register"),
        Some(Evidence::Import) => how.pick("此前已有", "known from before").to_owned(),
        Some(Evidence::Referral(party)) if zh => format!("由 {party} 介绍"),
        Some(Evidence::Referral(party)) => format!("referred by {party}"),
        Some(Evidence::HandBack(visit)) if zh => format!("{visit} 时认出后交还"),
        Some(Evidence::HandBack(visit)) => format!("handed back at {visit}"),
        Some(Evidence::Reassigned) => how.pick("经理指定", "given by a manager").to_owned(),
    }
}

fn deal(apart: &Apart<Option<DealResult>>, how: Telling, out: &mut dyn Write) -> io::Result<()> {
    head(apart, how, out)?;
    writeln!(out, "{}", how.pick("成交的分配不同。", "the deal is split otherwise."))?;
    both(how, &shares(apart.recorded.as_ref(), how), &shares(apart.other.as_ref(), how), out)
}

fn shares(deal: Option<&DealResult>, how: Telling) -> String {
    let Some(deal) = deal else { return how.pick("没有成交", "no deal").to_owned() };
    let clause = deal.clause.as_ref().map_or(how.pick("本系统默认", "our reading"), wire::Label::as_str);
    let split: Vec<String> = deal.split.iter().map(|(staff, share)| format!("{staff} {share}")).collect();
    let owner = deal.owner.as_ref().map_or("-", wire::Label::as_str);
    match how {
        Telling::Chinese => format!("[{clause}] 客户归 {owner}；{}", split.join("，")),
        _ => format!("[{clause}] {owner}'s customer; {}", split.join(", ")),
    }
}

fn sums(summary: &Summary, how: Telling, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", how.pick("合计（实际 → 另一套）：", "In sum (recorded → other pack):"))?;
    let Summary { recorded, other } = summary;
    let names: std::collections::BTreeSet<&String> =
        recorded.staff.keys().chain(other.staff.keys()).collect();
    for name in names {
        let of = |days: &Days| days.staff.get(name).cloned().unwrap_or_default();
        let (then, now) = (of(recorded), of(other));
        let yuan = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
        match how {
            Telling::Chinese => writeln!(
                out,
                "  {name}：接待 {} → {}，轮次 {} → {}，补轮 {} → {}，名下客户 {} → {}，罚款 {} → {}",
                then.received,
                now.received,
                then.turns,
                now.turns,
                then.make_ups,
                now.make_ups,
                then.own_customers,
                now.own_customers,
                yuan(then.fines_cents),
                yuan(now.fines_cents)
            )?,
            _ => writeln!(
                out,
                "  {name}: received {} → {}, turns {} → {}, make-ups {} → {}, own customers {} → {}, fines {} → {}",
                then.received,
                now.received,
                then.turns,
                now.turns,
                then.make_ups,
                now.make_ups,
                then.own_customers,
                now.own_customers,
                yuan(then.fines_cents),
                yuan(now.fines_cents)
            )?,
        }
    }
    match how {
        Telling::Chinese => writeln!(
            out,
            "  公平：{} 最多与最少相差 {}，Jain {:.3}；{} 相差 {}，Jain {:.3}",
            recorded.policy, recorded.spread, recorded.jain, other.policy, other.spread, other.jain
        ),
        _ => writeln!(
            out,
            "  fairness: {} spread {}, Jain {:.3}; {} spread {}, Jain {:.3}",
            recorded.policy, recorded.spread, recorded.jain, other.policy, other.spread, other.jain
        ),
    }
}
