//! The built program at work on day files and packs: what it prints, on which stream, and how it ends.

use std::io::{self, Write};
use std::process::{Command, Output, Stdio};

const SETTING: &str = r#"{"day_file":1,"policy":"marketing-centre","timezone":"Asia/Shanghai","staff":[{"id":"A"},{"id":"S","role":"supervisor"}]}"#;
const SIGN_IN: &str = r#"{"at":"2026-03-02T08:30:00+08:00","do":"sign_in","staff":"A"}"#;

fn lunpai(arguments: &[&str], input: &[u8]) -> io::Result<Output> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_lunpai"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = program.stdin.take() {
        // A program that has seen enough closes its input.
        let _ = stdin.write_all(input);
    }
    program.wait_with_output()
}

fn simulated(day: &[u8]) -> (Option<i32>, String, String) {
    lunpai(&["simulate", "-"], day).map_or_else(|error| (None, String::new(), error.to_string()), parts)
}

fn parts(output: Output) -> (Option<i32>, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_file_that_cannot_be_read_stops_with_its_line_and_the_reason() {
    let at = |at: &str, rest: &str| format!(r#"{{"at":"2026-03-02T{at}:00+08:00",{rest}}}"#);
    let arrive = at("09:00", r#""do":"arrive","visitor":"v1""#);
    let bad: &[(&str, u64, &str)] = &[
        ("", 1, "the file is empty"),
        ("\n", 1, "is empty"),
        ("{", 1, "not valid JSON at column 1"),
        ("[]", 1, "must be an object"),
        (SIGN_IN, 1, "`day_file`: is missing: the first line is the setting"),
        (r#"{"day_file":2,"policy":"two-tables"}"#, 1, "`day_file`: must be 1"),
        (r#"{"day_file":1}"#, 1, "`policy`: is missing"),
        (r#"{"day_file":1,"policy":"three-tables"}"#, 1, "`policy`: there is no pack `three-tables`"),
        (r#"{"day_file":1,"policy":"no/such.toml"}"#, 1, "cannot be read"),
        (
            r#"{"day_file":1,"policy":"two-tables","ordre":["A"]}"#,
            1,
            "`ordre`: unknown key; was `order` meant?",
        ),
        (r#"{"day_file":1,"policy":"two-tables","staff":[{"id":"A"}],"order":["B"]}"#, 1, "`B`"),
        (r#"{"day_file":1,"policy":"two-tables","timezone":"Mars/Olympus"}"#, 1, "`timezone`"),
        ("+{", 2, "not valid JSON"),
        ("+[1]", 2, "must be a JSON object"),
        ("+{\"do\":\"sign_in\",\"staff\":\"A\"}", 2, "`at`: is missing"),
        ("+{\"at\":\"2026-03-02T09:00:00+08:00\"}", 2, "`do`: is missing"),
        ("+{\"at\":\"yesterday\",\"do\":\"sign_in\",\"staff\":\"A\"}", 2, "`at`: must be an instant"),
        (
            "+{\"at\":\"2026-03-02T09:00:00+08:00\",\"do\":\"sing_in\",\"staff\":\"A\"}",
            2,
            "was `sign_in` meant?",
        ),
        ("+{\"at\":\"2026-03-02T09:00:00+08:00\",\"do\":\"sign_in\",\"staff\":7}", 2, "`staff`: must be"),
        ("+{\"at\":\"2026-03-02T09:00:00+08:00\",\"do\":\"sign_in\"}", 2, "`staff`: is missing"),
        (
            "+{\"at\":\"2026-03-02T09:00:00+08:00\",\"do\":\"sign_in\",\"staff\":\"Z\"}",
            2,
            "there is no staff `Z`",
        ),
        (
            "+{\"at\":\"2026-03-02T09:00:00+08:00\",\"do\":\"leave\",\"visitor\":\"v9\"}",
            2,
            "there is no visitor `v9`",
        ),
    ];
    for (text, line, reason) in bad {
        let file =
            text.strip_prefix('+').map_or_else(|| (*text).to_owned(), |line| format!("{SETTING}\n{line}\n"));
        let (code, out, err) = simulated(file.as_bytes());
        let said = format!("lunpai: standard input: line {line}: ");
        assert!(code == Some(2) && err.starts_with(&said) && err.contains(reason), "{text}: {code:?} {err}");
        assert_eq!((out.as_str(), err.lines().count()), ("", 1), "{text}");
    }
    // Time goes back, and an empty line stands within the file: what came before has been told.
    for (bad, line, reason) in [
        (at("08:59", r#""do":"leave","visitor":"v1""#), 4, "`at`: 2026-03-02T08:59:00+08:00 is before"),
        (String::new(), 4, "is empty"),
    ] {
        let (code, out, err) =
            simulated(format!("{SETTING}\n{SIGN_IN}\n{arrive}\n{bad}\n{arrive}\n").as_bytes());
        assert!(code == Some(2) && err.contains(&format!(": line {line}: {reason}")), "{code:?} {err}");
        assert!(out.contains(r#""assigned":"A""#), "{out}");
        assert!(!out.contains(r#""line":4,"at":"2026-03-02T08:59"#), "{out}");
    }
}

#[test]
fn bytes_that_are_no_text_and_lines_without_end_are_refused() {
    let (code, _, err) = simulated(&[SETTING.as_bytes(), b"\n{\xff}\n"].concat());
    assert!(code == Some(2) && err.contains("line 2: not UTF-8"), "{code:?} {err}");
    let (code, _, err) = simulated(&[SETTING.as_bytes(), b"\n", &vec![b' '; 2 << 20], b"{}"].concat());
    assert!(code == Some(2) && err.contains("line 2: "), "{code:?} {err}");
    let deep = [SETTING.as_bytes(), b"\n", &vec![b'['; 100_000]].concat();
    let (code, _, err) = simulated(&deep);
    assert!(code == Some(2) && err.contains("line 2: "), "{code:?} {err}");
}

#[test]
fn a_refusal_is_told_and_the_run_goes_on() {
    let day = format!("{SETTING}\n{SIGN_IN}\n{SIGN_IN}\n{SIGN_IN}\n");
    let (code, out, err) = simulated(day.as_bytes());
    let told: Vec<&str> = out.lines().filter(|line| line.contains(r#""do":"#)).collect();
    assert_eq!((code, err.as_str(), told.len()), (Some(0), "", 3), "{out}");
    assert!(told[1].contains(r#""ok":false,"error":{"code":"signed_in_already""#), "{out}");
}

#[test]
fn a_phone_is_never_repeated() {
    let phone = "13812345678";
    for line in [
        format!(r#"{{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1","phone":{phone}}}"#),
        format!(r#"{{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1","{phone}":1}}"#),
        format!(r#"{{"at":"2026-03-02T09:00:00+08:00","do":"leave","visitor":"{phone}"}}"#),
        format!(r#"{{"at":"{phone}","do":"arrive","visitor":"v1"}}"#),
    ] {
        let (code, out, err) = simulated(format!("{SETTING}\n{line}\n").as_bytes());
        assert_eq!(code, Some(2), "{err}");
        assert!(!out.contains(phone) && !err.contains(phone), "{err}");
    }
}
