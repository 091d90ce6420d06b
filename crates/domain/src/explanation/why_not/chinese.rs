//! "Why not me?" in Chinese, said to the person concerned.

use core::fmt::Write as _;

use super::{Change, Place, WhyNot, WhyNotReason};
use crate::explanation::chinese::{ROUND_IS_OVER, cause, outcome};
use crate::explanation::kept_out::release;
use crate::explanation::prose::Prose;
use crate::explanation::{House, Lang};
use crate::ids::StaffId;
use crate::vocabulary::{Capacity, Metric, Receiver, Role, Status};

pub(super) fn why_not(prose: &mut Prose, why_not: &WhyNot, house: &House<'_>) {
    reason(prose, &why_not.reason, house);
    if let Some(cite) = &why_not.cite {
        prose.cite(cite);
    }
    prose.stop();
    change(prose, why_not, house);
}

fn reason(prose: &mut Prose, reason: &WhyNotReason, house: &House<'_>) {
    match reason {
        WhyNotReason::Chosen => prose.say("这位客户就是你接待的"),
        WhyNotReason::NotOfTheHouse => prose.say("你不在本项目的人员名单上"),
        WhyNotReason::PassedOver { cause: why, outcome: what, lapses, lost, waits } => {
            prose.say("你").say(why.map_or("不能接待", cause)).say("，");
            prose.say(if *lost { ROUND_IS_OVER } else { outcome(*what) });
            prose.say_if(*lapses, "，离岗超时即作废").say_if(*waits, "；当时没有人能接待")
        }
        WhyNotReason::RatherTheirs { cause: why } => {
            prose.say("这位客户本该由你接待，但你").say(why.map_or("当时没有签到", cause))
        }
        WhyNotReason::CalledInVain => prose.say("这位客户叫过你，你没有应"),
        WhyNotReason::MovedOn { to, handed_back } => moved_on(prose, to.as_ref(), *handed_back, house),
        WhyNotReason::OutsideOrder { to, capacity, named_by, tie } => {
            match named_by {
                Some(by) => prose.say("轮到的").name(by, house).say("指定，"),
                None => prose.say(outside(*capacity, *tie)),
            };
            prose.say("由").name(to, house).say("接待，不看轮次，谁的机会都没动")
        }
        WhyNotReason::NotAConsultant { role: what } => {
            prose.say("你的岗位是").say(role(*what)).say("，不参加轮排")
        }
        WhyNotReason::NotEligible { status: what } => prose.say("你").say(status(*what)).say("，不参加轮排"),
        WhyNotReason::Gated { metric: what, month } => {
            let mut told = String::new();
            let _ = write!(told, "{}", month.format("%Y-%m"));
            prose.say("你").say(&told).say("的").say(metric(*what)).say("考核没有过关，暂停参加轮排")
        }
        WhyNotReason::Barred { .. } => prose.say("你当天的接待资格已取消"),
        WhyNotReason::Suspended { until } => prose.say("你停接待至").instant(*until, house),
        WhyNotReason::NotSignedIn => prose.say("你当时没有签到"),
        WhyNotReason::OffShift { shift } => {
            let mut hours = String::new();
            let _ = write!(hours, "{}-{}", shift.from.format("%H:%M"), shift.to.format("%H:%M"));
            prose.say("当时不在你的当班时间（").say(&hours).say("）")
        }
        WhyNotReason::NoRow => prose.say("你不在这张轮排表上"),
        WhyNotReason::NotClaimed { round } => {
            prose.say("你第").number(*round).say("轮的补接要由本人提出，当时还没有提")
        }
        WhyNotReason::LaterCell { mine, used, by } => later(prose, *mine, *used, by, house),
        WhyNotReason::NobodyReceives => prose.say("当时没有派给任何人，客户在等候"),
    };
}

const fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::Conversion => "成交转化率",
        Metric::Deals => "成交业绩",
        Metric::Leads => "接待数量",
        Metric::Score => "考核成绩",
    }
}

fn moved_on<'p>(
    prose: &'p mut Prose,
    to: Option<&StaffId>,
    handed_back: bool,
    house: &House<'_>,
) -> &'p mut Prose {
    prose.say("这位客户原先派给了你，");
    match (to, handed_back) {
        (Some(to), true) => prose.say("后来交还给").name(to, house),
        (Some(to), false) => prose.say("后来改派给").name(to, house),
        (None, _) => prose.say("后来撤下，客户在等候"),
    }
}

fn later<'p>(
    prose: &'p mut Prose,
    mine: Place,
    used: Place,
    by: &StaffId,
    house: &House<'_>,
) -> &'p mut Prose {
    if used.priority && !mine.priority {
        return prose
            .name(by, house)
            .say("有一次优先补接（第")
            .number(used.round)
            .say("轮），排在所有人前面");
    }
    prose.say("你的下一次机会在第").number(mine.round).say("轮");
    if mine.round == used.round {
        prose.say("，").name(by, house).say("同在这一轮，排在你前面")
    } else {
        prose.say("；").name(by, house).say("的第").number(used.round).say("轮还没接，先轮到").name(by, house)
    }
}

fn change(prose: &mut Prose, why_not: &WhyNot, house: &House<'_>) {
    match &why_not.would_change {
        Change::Nothing { belongs_to: None } => return,
        Change::Nothing { belongs_to: Some(owner) } => {
            prose.say("客户归").name(owner, house).say("，你这边没有什么可改变的")
        }
        Change::SignIn { then_round: None } => prose.say("客户到访前已经签到，才能参加接待"),
        Change::SignIn { then_round: Some(round) } => {
            prose.say("就算签了到，也要等到第").number(*round).say("轮才轮到你")
        }
        Change::BeOnTheFloor => prose.say("要是客户到访前已经回到岗位，这次就由你接待"),
        Change::HaveStayed => prose.say("轮到自己时要是没有擅自离岗，机会就还在"),
        Change::HaveItApproved => {
            prose.say("要是客户到访前已经回到岗位，这次就由你接待；因公外出要先经主管批准，才不按因私处理")
        }
        Change::AnnounceIt => {
            prose.say("要是客户到访前已经回到岗位，这次就由你接待；先报备再离岗，也不会这样处理")
        }
        Change::BeFree => prose.say("要是手上的接待当时已经结束，这次就由你接待"),
        Change::AnswerTheCall => prose.say("要是叫到时应了，这位客户就由你接待"),
        Change::KeepTheTurn => prose.say("要是没有让出或放弃，这次就由你接待"),
        Change::Claim => prose.say("要是已经空下来并提出补接，这次就由你接待"),
        Change::OnceOver { until: Some(until) } => {
            prose.say("到").instant(*until, house).say("才恢复接待资格")
        }
        Change::OnceOver { until: None } => prose.say("恢复接待资格以后才能参加轮排"),
        Change::BecomeEligible => prose.say("主管恢复你的轮排资格以后才能参加"),
        Change::PassTheGate { failed: true, .. } => prose.say("唯一一次机会没有过关，不再参加轮排"),
        Change::PassTheGate { open, .. } => {
            for (place, step) in open.iter().enumerate() {
                prose.say_if(place > 0, "并").say(release(*step, Lang::Zh));
            }
            prose.say_if(open.is_empty(), "主管解除考核限制").say("以后才能参加轮排")
        }
        Change::BeOnShift => prose.say("在自己的当班时间内才参加轮排"),
        Change::OwnHalfsDay => prose.say("轮到你们组在案场的那天才参加轮排"),
        Change::BeMoreExperienced => prose.say("资历更深，这次就由你接待"),
        Change::MatchBetter => prose.say("既符合客户的需求、资历又更深，这次就由你接待"),
        Change::MatchTheNeed => prose.say("符合客户的需求，这次就由你接待"),
        Change::PenaltyCleared => prose.say("经理解除处罚以后，才每轮都排你"),
        Change::WaitForRound(round) => prose.say("等到第").number(*round).say("轮轮到你"),
    };
    prose.stop();
}

const fn outside(capacity: Capacity, tie: Option<Receiver>) -> &'static str {
    match capacity {
        Capacity::Owner if matches!(tie, Some(Receiver::Referrer)) => "客户由老客户介绍，",
        Capacity::Owner if tie.is_some() => "客户上次另有人接待，",
        Capacity::Turn => "这次不占轮次，",
        Capacity::MakeUp => "这次是补接，",
        Capacity::Owner => "客户有归属，",
        Capacity::Named => "客户点名，",
        Capacity::Inviter => "客户是邀约来的，",
        Capacity::Proxy => "这次是代接，",
        Capacity::LastInOrder => "按规定派给排在末位的人，",
        Capacity::Dispatched => "主管指派，",
        Capacity::OnDuty => "按当班安排，",
        Capacity::LongestFree => "按谁空闲最久，",
        Capacity::Match => "按客户需求匹配，",
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Consultant => "顾问",
        Role::Secretary => "前台文员",
        Role::Operator => "话务员",
        Role::Supervisor => "主管",
        Role::Manager => "经理",
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "没有轮排资格",
        Status::Training => "还在培训",
        Status::Probation => "还在试用期",
        Status::Unfit => "今天状态不适合接待",
        Status::Assigned => "另有任务",
        Status::Leaving => "正在办理离职",
    }
}
