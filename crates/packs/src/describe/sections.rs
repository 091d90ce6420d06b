//! The chapters of a page, and in which order the keys of a rule are told.

/// One chapter.
pub(super) struct Section<'a> {
    pub(super) zh: &'a str,
    pub(super) en: &'a str,
    /// Keys of the document, each with the order in which a rule's keys are told; none: settings, each for itself.
    pub(super) keys: &'a [(&'a str, &'a [&'a str])],
    /// The first rule that matches decides.
    pub(super) ordered: bool,
}

/// The order for what has no chapter of its own.
pub(super) const EXTRA: &[&str] = &["name", "if", "on", "who", "what", "do"];

const CONSEQUENCES: &[&str] =
    &["if", "of", "do", "at", "cap", "fine_cents", "bar", "suspend", "warning", "alternate"];

/// Every chapter, in the order of the page.
pub(super) const SECTIONS: &[Section<'static>] = &[
    Section {
        zh: "轮次表和次序",
        en: "Turn tables and their order",
        keys: &[("tables", &["shared", "departments", "busy"]), ("order", &["from", "runs_on"])],
        ordered: false,
    },
    Section {
        zh: "轮到的人不能接待时",
        en: "When the one whose turn it is cannot receive",
        keys: &[("pass", CONSEQUENCES)],
        ordered: true,
    },
    Section {
        zh: "离岗的说法",
        en: "Words for being away",
        keys: &[("absence", &["reason", "counts_as", "excused"])],
        ordered: false,
    },
    Section { zh: "客户类别", en: "Classes of visitors", keys: &[("class", &["word"])], ordered: false },
    Section {
        zh: "谁来接待",
        en: "Who receives",
        keys: &[("visit", &["if", "to", "cell", "belongs"])],
        ordered: true,
    },
    Section {
        zh: "等候的客户谁先",
        en: "Who of those waiting comes first",
        keys: &[("waiting", &["by"])],
        ordered: true,
    },
    Section {
        zh: "人数多的客户", en: "A large party", keys: &[("large_party", &["each"])], ordered: false
    },
    Section {
        zh: "接待中才发现的情况",
        en: "What comes to light during a reception",
        keys: &[("found", &["what", "if", "do"])],
        ordered: true,
    },
    Section { zh: "客户归谁", en: "Whose the customer is", keys: &[("ownership", &[])], ordered: false },
    Section {
        zh: "成交后怎么分",
        en: "How a deal is shared",
        keys: &[("split", &["if", "shares", "as_agreed"])],
        ordered: true,
    },
    Section {
        zh: "站岗和岗位",
        en: "Posts",
        keys: &[("post", &["name", "direction", "every", "makes_up"])],
        ordered: false,
    },
    Section {
        zh: "要做的事",
        en: "What people are asked to do",
        keys: &[("task", &["on", "if", "who", "what", "due", "times", "done_by", "overdue", "keeps_out"])],
        ordered: false,
    },
    Section {
        zh: "要留的记录",
        en: "What is written down",
        keys: &[("record", &["what", "on", "fields"])],
        ordered: false,
    },
    Section {
        zh: "违规怎么处理",
        en: "What a breach brings",
        keys: &[("breach", CONSEQUENCES)],
        ordered: false,
    },
    Section {
        zh: "谁不参加轮排",
        en: "Who is not in the rotation",
        keys: &[
            ("eligibility", &["status"]),
            ("gate", &["metric", "among", "below", "fewer_than", "lowest", "release", "once", "lasts"]),
        ],
        ordered: false,
    },
    Section {
        zh: "前台和工作时间",
        en: "The front desk and the hours",
        keys: &[
            ("desk", &[]),
            ("hours", &["from", "to", "rests"]),
            ("evening", &["next", "secretaries"]),
            ("give_ups", &["times", "fine_cents", "bar", "suspend", "warning"]),
        ],
        ordered: false,
    },
    Section {
        zh: "主管的权限",
        en: "What a supervisor may do",
        keys: &[("supervisor", &[])],
        ordered: false,
    },
    Section { zh: "录入", en: "Entries", keys: &[("entry", &[])], ordered: false },
];
