//! What is wrong with a place in the request, in Chinese: the reasons come in English from whoever reads the place.

use wire::reading::BadLine;

/// Reasons that are always the same.
const WHOLE: &[(&str, &str)] = &[
    ("is missing", "缺少此项"),
    ("is missing, and so is `visitor`: one of them is needed", "缺少此项，也没有 `visitor`：两者须有其一"),
    ("is missing, and so is `area`: one of them is needed", "缺少此项，也没有 `area`：两者须有其一"),
    ("is missing, which this question needs", "缺少此项，而这个问题需要它"),
    ("is needed where `take` is proxy", "`take` 为 proxy 时必须填写"),
    ("stands twice", "重复出现"),
    ("stands in the path already", "路径中已经给出，正文不必再写"),
    ("stands beside `from` or `to`: only one of them can be meant", "与 `from` 或 `to` 同时出现，只能取其一"),
    ("stands beside a `customer`: only one of them can be meant", "与 `customer` 同时出现，只能取其一"),
    ("a key stands twice", "有字段重复出现"),
    ("one of `phone`, `customer` and `visitor` is enough", "`phone`、`customer`、`visitor` 只需给出一个"),
    ("is before the site was opened", "早于场所开设之日"),
    ("is before `from`", "早于 `from`"),
    ("must not be blank", "不能为空"),
    ("is no number that one person has", "不是一个人会有的号码"),
    ("has no digit in it", "其中没有数字"),
    ("is later than `at`", "晚于 `at`"),
    ("is not an IANA time zone such as Asia/Shanghai", "不是 IANA 时区，例如 Asia/Shanghai"),
    ("is for files only: a site opens as it stands", "只用于文件，开设场所时不可填写"),
    ("is not a cursor of this list", "不是这个列表的游标"),
    ("is not valid percent-encoding", "百分号编码有误"),
];

/// How a reason begins, how it ends, and the same in Chinese with the rest in between.
const FRAMED: &[(&str, &str, &str, &str)] = &[
    ("unknown key; was `", "` meant?", "没有这个字段；是否想写 `", "`？"),
    ("unknown key; known here are ", "", "没有这个字段；这里可用：", ""),
    ("unknown parameter; known here: ", "", "没有这个参数；这里可用：", ""),
    ("must be one of ", "", "必须是以下之一：", ""),
    ("holds more than ", " items", "超过 ", " 项"),
    ("names more than ", " people", "超过 ", " 人"),
    ("is longer than ", " bytes", "超过 ", " 字节"),
    ("not UTF-8 after its first ", " bytes", "前 ", " 字节之后不是 UTF-8"),
    ("not valid JSON at column ", "", "不是有效的 JSON，第 ", " 列"),
];

/// What something must be.
const KINDS: &[(&str, &str)] = &[
    ("a JSON object", "一个 JSON 对象"),
    ("an object or a text", "对象或文本"),
    ("an object", "对象"),
    ("a list", "列表"),
    ("an item or a list", "单项或列表"),
    ("a text, a number, true or false", "文本、数字或真假值"),
    ("a date such as 2026-03-02", "日期，例如 2026-03-02"),
    ("a month such as 2026-03", "月份，例如 2026-03"),
    ("true or false", " true 或 false"),
    ("1 or 2", " 1 或 2"),
    ("a whole number from 0 to 255", " 0 到 255 的整数"),
    ("a whole number from 0 on", "不小于 0 的整数"),
    ("a whole number from 1 on", "不小于 1 的整数"),
    ("a number", "数字"),
    ("an amount of money from 0 on, with at most two decimals", "不小于 0、至多两位小数的金额"),
    ("at most two decimals", "至多两位小数"),
    ("an id of 1 to 64 characters", " 1 到 64 个字符的编号"),
    ("a text", "文本"),
];

/// A reason in Chinese. What has no words of its own here is told in general: the code and the place say the rest.
pub(super) fn in_chinese(reason: &str) -> String {
    known(reason).unwrap_or_else(|| "值无法使用".to_owned())
}

/// The place and the reason in a sentence.
pub(super) fn sentence_in_chinese(slip: &BadLine) -> String {
    let reason = in_chinese(slip.reason());
    match slip.pointer() {
        place if place.is_empty() => format!("请求正文有误：{reason}"),
        place => format!("请求正文有误：`{place}` {reason}"),
    }
}

fn known(reason: &str) -> Option<String> {
    if let Some((_, whole)) = WHOLE.iter().find(|(en, _)| *en == reason) {
        return Some((*whole).to_owned());
    }
    let framed = FRAMED.iter().find_map(|(begins, ends, before, after)| {
        let rest = reason.strip_prefix(begins)?.strip_suffix(ends)?;
        // Of broken JSON only the place is told on.
        let rest = if begins.starts_with("not valid JSON") { rest.split(':').next()? } else { rest };
        Some(format!("{before}{}{after}", rest.replace(", ", "、")))
    });
    framed.or_else(|| must_be(reason.strip_prefix("must be ")?))
}

/// `X`, `X, not Y` or `X, which this Y is not`: what was found need not be said again.
fn must_be(wanted: &str) -> Option<String> {
    if let Some(rest) = wanted.strip_prefix("a text of at most ") {
        return Some(format!("必须是不超过 {} 个字符的文本", rest.split(' ').next()?));
    }
    let wanted = KINDS.iter().find(|(en, _)| wanted == *en || wanted.starts_with(&format!("{en}, ")));
    let (_, kind) = wanted?;
    Some(format!("必须是{kind}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::reading::{Body, Draft};
    use wire::verb::{Arrive, FollowUp, MonthResult, Plan, Register, StaffChange};

    fn told<T: Body>(body: &str) -> String {
        let bad = Draft::read(body.as_bytes(), 1 << 20).and_then(Draft::body::<T>).err();
        in_chinese(bad.expect("a body that cannot be read").reason())
    }

    #[test]
    fn what_readers_say_has_words_of_its_own() {
        assert_eq!(told::<Arrive>(r#"{"visitr":"v1"}"#), "没有这个字段；是否想写 `visitor`？");
        assert_eq!(
            told::<Arrive>(r#"{"visitor":"v1","channel":"fax"}"#),
            "必须是以下之一：walk_in、phone、web"
        );
        assert_eq!(told::<Arrive>("{}"), "缺少此项");
        assert_eq!(told::<Arrive>(r#"{"visitor":7}"#), "必须是不超过 64 个字符的文本");
        assert_eq!(told::<FollowUp>(r#"{"by":"A"}"#), "缺少此项，也没有 `visitor`：两者须有其一");
        assert_eq!(told::<Plan>(r#"{"staff":"A"}"#), "缺少此项，也没有 `area`：两者须有其一");
        assert_eq!(told::<StaffChange>(r#"{"staff":[{"id":"A","half":3}]}"#), "必须是 1 或 2");
        assert_eq!(told::<Register>(r#"{"visitor":"v","fields":7}"#), "必须是对象");
        assert_eq!(
            told::<MonthResult>(r#"{"staff":"A","month":"2026-02","leads":"x","deals":1}"#),
            "必须是不小于 0 的整数"
        );
        assert_eq!(told::<Arrive>("{"), "不是有效的 JSON，第 1 列");
    }

    #[test]
    fn what_has_no_words_is_told_in_general_and_never_in_english() {
        assert_eq!(in_chinese("is odd in a way nobody thought of"), "值无法使用");
    }
}
