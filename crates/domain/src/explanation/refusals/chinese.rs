//! Refusals in Chinese.

use crate::refusal::Refusal;
use crate::vocabulary::{Finding, OrderSource, Role};

pub(super) const fn title(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownStaff(_) => "查无此人",
        Refusal::UnknownVisitor(_) => "查无此来访",
        Refusal::UnknownParty(_) => "查无此客户",
        Refusal::UnknownReason(_) => "没有这种离岗事由",
        Refusal::UnknownClass(_) => "没有这种客户类别",
        Refusal::UnknownClause(_) => "查无此条款",
        Refusal::UnknownDepartment(_) => "查无此部门",
        Refusal::ClockWentBack { .. } => "时间倒退",
        Refusal::LateEntry => "补录时间不合规定",
        Refusal::DuplicateVisitor(_) => "来访编号重复",
        Refusal::DuplicateParty(_) => "客户编号重复",
        Refusal::DuplicateStaff(_) => "员工编号重复",
        Refusal::SignedInAlready(_) => "已经签到",
        Refusal::NotSignedIn(_) => "尚未签到",
        Refusal::AwayAlready(_) => "已经离岗",
        Refusal::HasLeft(_) => "已经离职",
        Refusal::Receiving(_) => "正在接待",
        Refusal::NotReceived(_) => "没有人在接待",
        Refusal::Over(_) => "来访已结束",
        Refusal::NotTheirs { .. } => "不归此人办理",
        Refusal::NoBreach { .. } => "不算违规",
        Refusal::NotFirstInTurn(_) => "不在首位",
        Refusal::DeskEmpty { .. } => "控台不得无人",
        Refusal::TooEarly { .. } => "等候时间不足",
        Refusal::NotAuthorised { .. } => "没有权限",
        Refusal::NotInPolicy(_) => "制度中没有此项",
        Refusal::OrderNotAllowed(_) => "制度不允许此种排序",
        Refusal::NothingFollows(_) => "制度对此没有规定",
        Refusal::NothingToClaim(_) => "没有待补接的轮次",
        Refusal::WhichCustomer(_) => "未指明客户",
        Refusal::NoOwner(_) => "客户没有归属",
        Refusal::DealtAlready(_) => "客户已成交",
        Refusal::DisputeTooLate(_) => "异议期已过",
        Refusal::BadShares => "分佣比例有误",
        Refusal::NoAgreedSplit(_) => "本店不按约定分佣",
        Refusal::CannotReceive(_) => "现在不能接待",
        Refusal::UndoTooLate(_) => "撤回时限已过",
        Refusal::NotTheLast(_) => "不是最后一次派单",
        Refusal::Overtaken(_) => "派单之后已有变动",
        Refusal::OutForGood { .. } => "已被淘汰",
        Refusal::NoSuchMonth => "月份有误",
        Refusal::BindTooLate => "生效日期有误",
        Refusal::NoSuchDispute(_) => "没有这项争议",
        Refusal::IncompleteRecord { .. } => "记录不完整",
        Refusal::TooLarge(_) => "数量不合理",
    }
}

/// What stands before and after the particular; the sentence's end follows.
pub(super) const fn around(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::UnknownStaff(_) => ("没有编号为", "的员工"),
        Refusal::UnknownVisitor(_) => ("没有编号为", "的来访"),
        Refusal::UnknownParty(_) => ("没有编号为", "的客户"),
        Refusal::UnknownClass(_) => ("本项目的制度里没有“", "”这种客户类别"),
        Refusal::UnknownReason(_) => ("本项目的制度里没有“", "”这种离岗事由"),
        Refusal::UnknownClause(_) => ("本项目的制度里没有", "这一条"),
        Refusal::UnknownDepartment(_) => ("本项目没有部门", "，请按在册部门填写"),
        Refusal::ClockWentBack { .. } => ("时间不能倒退，系统已记到", ""),
        Refusal::LateEntry => ("发生时间晚于录入时间，或者已超过补录期限", ""),
        Refusal::DuplicateVisitor(_) => ("来访编号", "已有人使用"),
        Refusal::DuplicateParty(_) => ("客户编号", "已有人使用"),
        Refusal::DuplicateStaff(_) => ("员工编号", "出现了两次"),
        Refusal::SignedInAlready(_) => ("", "已经签到，不必再签"),
        Refusal::NotSignedIn(_) => ("", "还没有签到"),
        Refusal::AwayAlready(_) => ("", "已经离岗"),
        Refusal::HasLeft(_) => ("", "已经离职"),
        Refusal::Receiving(_) => ("", "正在接待客户，不能离岗"),
        Refusal::NotReceived(_) => ("来访", "还没有派人接待，或者已经结束"),
        Refusal::Over(_) => ("来访", "已经结束"),
        Refusal::NotTheirs { .. } => ("这件事不该由", "来办：既不是接待人，也不是归属人，也不在首位"),
        Refusal::NoBreach { .. } => ("", "没有违规：制度没有为这一条定下后果，或对这类来访者另有规定"),
        Refusal::NotFirstInTurn(_) => ("", "现在不在首位，不能让出或放弃轮次"),
        Refusal::DeskEmpty { .. } => ("", "一走，控台就没有能接待的人了，须先有人替"),
        Refusal::TooEarly { .. } => ("", "在首位等候的时间还不够，不能让出本轮"),
        Refusal::NotAuthorised { .. } => ("", "没有权限，须由以下人员办理："),
        Refusal::NotInPolicy(_) => ("本项目的制度里没有“", "”这一项"),
        Refusal::OrderNotAllowed(_) => ("本项目的制度不允许", ""),
        Refusal::NothingFollows(_) => ("接待中发现“", "”时怎么办，本项目的制度没有规定"),
        Refusal::NothingToClaim(_) => ("", "没有等本人提出的补接轮次"),
        Refusal::WhichCustomer(_) => ("无法确定是", "的哪一位客户，请指明"),
        Refusal::NoOwner(_) => ("客户", "没有归属，也没有人接待过"),
        Refusal::DealtAlready(_) => ("客户", "已经成交"),
        Refusal::DisputeTooLate(_) => ("成交已久，归属异议期已过", ""),
        Refusal::BadShares => ("各人的分佣比例加起来不等于全额", ""),
        Refusal::NoAgreedSplit(_) => ("本店按规定分佣，不采用当事人自行约定的比例", ""),
        Refusal::CannotReceive(_) => ("", "现在不能接待"),
        Refusal::UndoTooLate(_) => ("已超过可以撤回派单的时限", ""),
        Refusal::NotTheLast(_) => ("来访", "的派单不是最后一次派单，不能撤回"),
        Refusal::Overtaken(_) => ("来访", "派单之后又有了别的变动，不能当作没有派过"),
        Refusal::OutForGood { .. } => ("", "唯一一次机会没有过关，不再参加轮排"),
        Refusal::NoSuchMonth => ("这个月份还没有开始，或者已经过去太久", ""),
        Refusal::BindTooLate => ("新制度只能从以后某天的零点起生效", ""),
        Refusal::NoSuchDispute(_) => ("没有待裁定的争议，编号为", ""),
        Refusal::IncompleteRecord { .. } => ("按规定应记录的内容不完整，还缺：", ""),
        Refusal::TooLarge(_) => ("数量不在系统能受理的范围内：", ""),
    }
}

pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Consultant => "顾问",
        Role::Secretary => "前台文员",
        Role::Operator => "话务员",
        Role::Supervisor => "主管",
        Role::Manager => "经理",
    }
}

pub(super) const fn order(source: OrderSource) -> &'static str {
    match source {
        OrderSource::SignIn => "按签到先后排序",
        OrderSource::Fixed => "按固定顺序排序",
        OrderSource::LastMonth => "按上月业绩排序",
        OrderSource::Yesterday => "按前一天业绩排序",
        OrderSource::FirstArrival => "按首次到岗先后排序",
        OrderSource::EqualCounts => "按累计接待次数排序",
    }
}

pub(super) const fn finding(finding: Finding) -> &'static str {
    match finding {
        Finding::NonBuyer => "不是买家",
        Finding::Survey => "市调",
        Finding::CustomerOf => "是同事的客户",
        Finding::Brief => "简短咨询",
        Finding::Recognised => "被原接待人认出",
        Finding::Registered => "登记信息与老客户一致",
    }
}
