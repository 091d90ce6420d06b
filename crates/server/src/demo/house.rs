//! The house that the day is played at, and the customers it already knows.

use serde_json::{Value, json};

use super::dice::Dice;

/// The site's id.
pub(super) const SITE: &str = "demo";
/// The supervisor's id.
pub(super) const SUPERVISOR: &str = "HePing";

/// The consultants: id and name.
pub(super) const CONSULTANTS: [(&str, &str); 8] = [
    ("ChenJing", "陈静"),
    ("WangLei", "王磊"),
    ("LiNa", "李娜"),
    ("ZhangWei", "张伟"),
    ("LiuYang", "刘洋"),
    ("ZhaoMin", "赵敏"),
    ("ZhouTao", "周涛"),
    ("SunYue", "孙悦"),
];

const SURNAMES: [&str; 16] =
    ["黄", "吴", "徐", "朱", "马", "胡", "郭", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许"];
const GIVEN: [&str; 16] = [
    "子涵", "雨桐", "浩然", "欣怡", "建国", "秀英", "志强", "桂兰", "晓东", "丽华", "明", "芳", "军", "敏",
    "杰", "艳",
];

/// A customer whom the house knows already.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) phone: String,
}

/// How many customers are known when the day begins.
const KNOWN: u32 = 16;

/// The known customers, two for each consultant.
pub(super) fn known() -> Vec<Known> {
    (1..=KNOWN).map(|number| Known { id: format!("c{number}"), phone: phone(number) }).collect()
}

/// A number that nobody has: no Chinese mobile number begins so.
pub(super) fn phone(number: u32) -> String {
    format!("100{number:08}")
}

/// A name.
pub(super) fn name(dice: &mut Dice) -> String {
    let (surname, given) = (dice.one_of(&SURNAMES), dice.one_of(&GIVEN));
    format!("{}{}", surname.unwrap_or(&"黄"), given.unwrap_or(&"明"))
}

/// How the site is opened: the first line of a day file, with an id.
pub(super) fn opening() -> Value {
    let mut dice = Dice::new(1);
    let mut staff: Vec<Value> =
        CONSULTANTS.iter().map(|(id, name)| json!({"id": id, "name": name})).collect();
    staff.push(json!({"id": SUPERVISOR, "name": "何平", "role": "supervisor"}));
    let customers: Vec<Value> = known()
        .iter()
        .zip(CONSULTANTS.iter().cycle())
        .map(|(customer, (owner, _))| {
            json!({
                "id": customer.id, "name": name(&mut dice), "phone": customer.phone, "owner": owner, "state": "open",
                "registered_at": "2026-02-25T10:00:00+08:00", "last_follow_up": "2026-03-05T16:00:00+08:00",
            })
        })
        .collect();
    json!({
        "id": SITE, "policy": "marketing-centre", "timezone": "Asia/Shanghai",
        "staff": staff, "customers": customers,
    })
}
