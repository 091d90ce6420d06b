//! A decision in Chinese, in the words of a sales office: 轮次, 补接, 移到末位, 不补.

use super::prose::Prose;
use super::{House, apart, besides, lapses, passed_over, past, round_is_over};
use crate::decision::{Ahead, Chosen, Considered, Decision, Incident, KnownBy, Moved, Rank};
use crate::vocabulary::{Capacity, Cause, CellUse, Channel, Outcome, Precedence, Receiver};

pub(super) fn decision(prose: &mut Prose, decision: &Decision, house: &House<'_>) {
    match &decision.chosen {
        Some(chosen) => receives(prose, decision, chosen, house),
        None => waits(prose, decision),
    }
    if let Some(ahead) = &decision.ahead {
        came_before(prose, ahead);
    }
    if let Some(helpers) = &decision.assistance {
        for (place, helper) in helpers.staff.iter().enumerate() {
            prose.say_if(place > 0, "、").name(helper, house);
        }
        prose.say("协助接待，不占轮次").cite(&helpers.cite).stop();
    }
    match decision.known_by {
        Some(KnownBy::Phone) => {
            prose.say("凭电话号码认出是在册客户").stop();
        }
        Some(KnownBy::PhoneOtherName) => {
            prose.say("凭电话号码认出是在册客户，但登记的姓名与这次报的不同").stop();
        }
        Some(KnownBy::Customer) => {
            prose.say("凭客户编号认出是在册客户").stop();
        }
        None => {}
    }
    if let Some(moved) = &decision.moved {
        came_from(prose, decision, moved, house);
    }
    for considered in &decision.rather {
        rather(prose, considered, house);
    }
    for considered in passed_over(decision) {
        passed(prose, decision, considered, house);
    }
    for incident in apart(decision) {
        prose.name(&incident.staff, house);
        befell(prose, incident, house);
        prose.cite(&incident.cite).stop();
    }
}

fn visitor(prose: &mut Prose, decision: &Decision) {
    prose.say(decision.visitor.as_str()).say(match decision.channel {
        Channel::WalkIn => "",
        Channel::Phone => "（来电）",
        Channel::Web => "（网络客户）",
    });
}

fn receives(prose: &mut Prose, decision: &Decision, chosen: &Chosen, house: &House<'_>) {
    visitor(prose, decision);
    prose.say("由").name(&chosen.staff, house);
    prose.say(if chosen.capacity == Capacity::Proxy { "代为接待" } else { "接待" });
    match chosen.capacity {
        Capacity::Turn => prose.say("，按轮次"),
        Capacity::MakeUp | Capacity::Proxy => prose,
        Capacity::Owner => match decision.tie {
            Some(Receiver::Referrer) => prose.say("，介绍人是").name(&chosen.staff, house).say("的客户"),
            Some(_) => prose.say("，上次由").name(&chosen.staff, house).say("接待"),
            None => prose.say("，是").name(&chosen.staff, house).say("的客户"),
        },
        Capacity::Named if decision.named_by.is_some() => match &decision.named_by {
            Some(by) if *by == chosen.staff => prose.say("，轮到本人，由本人接待"),
            Some(by) => prose.say("，由轮到的").name(by, house).say("指定"),
            None => prose,
        },
        Capacity::Named => prose.say("，客户点名找").name(&chosen.staff, house),
        Capacity::Inviter => prose.say("，客户由").name(&chosen.staff, house).say("邀约"),
        Capacity::LastInOrder => prose.say("，派给排在末位的人"),
        Capacity::Dispatched => prose.say("，由主管指派"),
        Capacity::OnDuty => prose.say("，按当班安排"),
        Capacity::LongestFree => prose.say("，空闲时间最长"),
        Capacity::Match if decision.unskilled => prose.say("，眼下没有完全符合客户需求的人有空"),
        Capacity::Match => prose.say("，按客户需求匹配"),
    };
    cell(prose, decision, chosen);
    prose.cite(&chosen.cite).stop();
    if let Some(owner) = decision.belongs_to.as_ref().filter(|owner| **owner != chosen.staff) {
        prose.say("客户归").name(owner, house).stop();
    }
}

fn cell(prose: &mut Prose, decision: &Decision, chosen: &Chosen) {
    let (Some(cell), true) = (chosen.cell, chosen.cell_use != CellUse::None) else {
        prose.say("，不占轮次");
        return;
    };
    prose.say(match (chosen.cell_use, chosen.capacity, cell.rank) {
        (CellUse::Ahead, _, _) => "，提前占用",
        (CellUse::Provisional, _, _) => "，暂占",
        (CellUse::Reopened, _, _) => "，本占",
        (_, Capacity::MakeUp, Rank::Priority) => "，优先补接",
        (_, Capacity::MakeUp, _) => "，补接",
        _ => "，占用",
    });
    if let Some(department) = &decision.department {
        prose.say(department.as_str()).say("的");
    }
    // Whoever reads a call's decision needs to know which sheet; the walk-in sheet is the one everybody means.
    if decision.table.channel == decision.channel {
        prose.say(match decision.channel {
            Channel::WalkIn => "",
            Channel::Phone => "电话轮排",
            Channel::Web => "网络轮排",
        });
    }
    prose.say("第").number(cell.round).say("轮");
    prose.say(match chosen.cell_use {
        CellUse::Provisional => "，客户离场未成交即退回",
        CellUse::Reopened => "，已退回，之后补接",
        CellUse::Take | CellUse::None | CellUse::Ahead => "",
    });
}

fn waits(prose: &mut Prose, decision: &Decision) {
    visitor(prose, decision);
    if let Some(awaits) = &decision.awaits {
        let whose = if awaits.whose == Receiver::HolderChoice { "当轮的人" } else { "主管" };
        prose.say("先等候，由").say(whose).say("指定谁来接待，不占轮次").cite(&awaits.cite).stop();
        return;
    }
    prose.say("目前没有人能接待，先等候；");
    let spared = !passed_over(decision).any(|considered| considered.falls_now || considered.closed_before);
    prose.say(if spared { "谁都不丢轮次" } else { "除以下注明的以外，谁都不丢轮次" }).stop();
}

fn came_before(prose: &mut Prose, ahead: &Ahead) {
    prose.say("先于早到的");
    for (place, visitor) in ahead.of.iter().enumerate() {
        prose.say_if(place > 0, "、").say(visitor.as_str());
    }
    prose.say("分派，因为").say(match ahead.by {
        Precedence::Key => "是重点客户",
        Precedence::Grade => "意向更强",
        Precedence::Invited => "是邀约来的",
        Precedence::Known => "是老客户",
        Precedence::Owned => "已有归属的顾问",
        Precedence::Class => "客户类别在先",
    });
    prose.cite(&ahead.cite).stop();
}

fn came_from(prose: &mut Prose, decision: &Decision, moved: &Moved, house: &House<'_>) {
    if moved.handed_back {
        prose.say("原由").name(&moved.from, house).say("接待，现交还");
    } else {
        let waits = decision.chosen.is_none();
        prose.say("原派给").name(&moved.from, house).say(if waits {
            "，现已撤下"
        } else {
            "，现改派"
        });
    }
    if let Some(rank) = moved.reopened {
        prose.say("；").name(&moved.from, house).say("占用的轮次退回，").say(match rank {
            Rank::Fresh => "照常使用",
            Rank::Priority => "优先补接",
            Rank::Ordinary => "照原次序补接",
            Rank::Unclaimed => "由本人提出后补接",
        });
    }
    prose.stop();
}

fn rather(prose: &mut Prose, considered: &Considered, house: &House<'_>) {
    prose.say("本该由").name(&considered.staff, house).say("接待，但").name(&considered.staff, house);
    prose.say(considered.cause.map_or("不在", cause)).cite(&considered.cite).stop();
}

fn passed(prose: &mut Prose, decision: &Decision, considered: &Considered, house: &House<'_>) {
    prose.name(&considered.staff, house);
    prose.say_if(past(considered), "此前");
    if let Some(why) = considered.cause {
        prose.say(cause(why)).say("，");
    }
    prose.say(if round_is_over(considered) { ROUND_IS_OVER } else { outcome(considered.outcome) });
    prose.say_if(lapses(considered), "，离岗超时即作废");
    if let Some(cap) = considered.cap {
        prose.say("，期间最多补").number(cap).say("轮");
    }
    if let Some(lost) = considered.lost.filter(|_| !round_is_over(considered)) {
        prose.say("；超出的").number(lost).say("轮这次作废，不补");
    }
    prose.say_if(considered.falls_now && decision.chosen.is_none(), "，客户一到即生效");
    for incident in besides(decision, considered) {
        prose.say("，");
        befell(prose, incident, house);
    }
    prose.cite(&considered.cite).stop();
}

/// Moved to the end of a round that whoever received has left behind.
pub(super) const ROUND_IS_OVER: &str = "移到末位，但这一轮已经过去，不补";

pub(super) fn befell(prose: &mut Prose, incident: &Incident, house: &House<'_>) {
    let mut first = true;
    let mut and = |prose: &mut Prose| {
        prose.say_if(!first, "，");
        first = false;
    };
    if let Some(cents) = incident.fine_cents {
        and(prose);
        prose.say("罚款").money(cents, house.currency);
    }
    if incident.barred_until.is_some() {
        and(prose);
        prose.say("取消当天接待资格");
    }
    if let Some(until) = incident.suspended_until {
        and(prose);
        prose.say("停接待至").instant(until, house);
    }
    if incident.warning {
        and(prose);
        prose.say("记警告一次");
    }
    if incident.alternate {
        and(prose);
        prose.say("今后每两轮只接一轮");
    }
    prose.say_if(first, "记录在案");
}

/// Why somebody could not receive; follows the name.
pub(super) const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Unannounced => "没有报备就离岗",
        Cause::Private => "因私离岗",
        Cause::Business => "因公外出",
        Cause::NoAnswer => "叫到未应",
        Cause::BusyNew => "正在接待新客户",
        Cause::BusyOwnOpen => "正在接待自己的未成交老客户",
        Cause::BusyOwnClosed => "正在接待自己的已成交老客户",
        Cause::Proxying => "正在代同事接待",
        Cause::HelpingToClose => "正在协助谈单",
        Cause::Waived => "久等无客，让出了这一轮",
        Cause::GaveUp => "主动放弃了这一轮",
        Cause::Barred => "当天接待资格已取消",
        Cause::Suspended => "处在停接待期内",
        Cause::NotEligible => "目前没有轮排资格",
        Cause::OffShift => "不在当班时间",
        Cause::OffHalf => "今天外拓，不在案场轮排",
        Cause::NoMatch => "不符合客户的需求",
        Cause::SkippedRound => "受罚期间每两轮只接一轮",
    }
}

/// What becomes of the cells of somebody passed over; follows the cause.
pub(super) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Chosen => "由其接待",
        Outcome::Forfeit => "跳过，不补",
        Outcome::Defer => "跳过，轮次顺延，之后补接",
        Outcome::DeferPriority => "跳过，轮次顺延，优先补接",
        Outcome::DeferOnClaim => "跳过，轮次顺延，本人提出后才补接",
        Outcome::MoveToEnd => "移到末位，本轮内机会保留",
        Outcome::Keep => "轮次不动",
        Outcome::Blank => "本轮轮空，不补",
    }
}
