//! Rust sources, told apart: what runs in production, and what is only a test.

use crate::tree::File;

/// A line of a Rust file.
pub(crate) struct Line<'a> {
    pub path: &'a str,
    /// From 1.
    pub number: usize,
    pub text: &'a str,
    /// Compiled only for tests and benches.
    pub is_test: bool,
}

impl Line<'_> {
    /// A comment is no code, whatever it quotes.
    pub(crate) fn is_comment(&self) -> bool {
        self.text.trim_start().starts_with("//")
    }

    /// How a finding names the place.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.path, self.number)
    }
}

/// Every line of every Rust file.
pub(crate) fn lines(files: &[File]) -> Vec<Line<'_>> {
    let modules = test_modules(files);
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let all_test = is_test_file(&file.path, &modules);
        let mut block = Block::None;
        for (index, text) in file.text.lines().enumerate() {
            block = block.next(text);
            let is_test = all_test || block != Block::None;
            found.push(Line { path: &file.path, number: index + 1, text, is_test });
            if block == Block::Last {
                block = Block::None;
            }
        }
    }
    found
}

/// Where a file stands in an item that is compiled for tests only; such items are at the file's outermost level.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    None,
    /// The attribute has come, the item has not.
    Announced,
    Inside,
    /// The item ends with this line.
    Last,
}

impl Block {
    fn next(self, text: &str) -> Self {
        match self {
            Self::None | Self::Last if text.starts_with("#[cfg(test)]") => Self::Announced,
            Self::None | Self::Last => Self::None,
            Self::Announced if text.starts_with('#') => Self::Announced,
            Self::Announced if text.ends_with('{') => Self::Inside,
            Self::Announced => Self::Last,
            Self::Inside if text.starts_with('}') => Self::Last,
            Self::Inside => Self::Inside,
        }
    }
}

/// Paths, without ending, of the modules that are declared for tests only.
fn test_modules(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let mut announced = false;
        for text in file.text.lines() {
            let name = text.strip_suffix(';').and_then(|text| text.rsplit_once("mod ")).map(|(_, name)| name);
            if let Some(name) = name.filter(|_| announced) {
                found.push(format!("{}/{name}", folder_of_modules(&file.path)));
            }
            announced = text.starts_with("#[cfg(test)]") || (announced && text.starts_with('#'));
        }
    }
    found
}

/// Where the modules lie that a file declares.
fn folder_of_modules(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "lib.rs" | "main.rs" => folder.to_owned(),
        _ => format!("{folder}/{}", name.trim_end_matches(".rs")),
    }
}

fn is_test_file(path: &str, modules: &[String]) -> bool {
    let whole = path.starts_with("tests/") || path.contains("/tests/") || path.contains("/benches/");
    let stem = path.trim_end_matches(".rs");
    whole || modules.iter().any(|module| stem == module || stem.starts_with(&format!("{module}/")))
}

#[test]
fn tests_are_told_from_production() {
    let files = [
        File::new(
            "crates/x/src/floor.rs",
            "fn a() {}\n#[cfg(test)]\nmod laws;\nfn b() {}\n#[cfg(test)]\nmod tests {\n    fn c() {}\n}\nfn d() {}\n",
        ),
        File::new("crates/x/src/floor/laws.rs", "fn e() {}\n"),
        File::new("crates/x/src/floor/laws/deep.rs", "fn f() {}\n"),
        File::new("crates/x/src/floor/table.rs", "fn g() {}\n"),
        File::new("crates/x/tests/whole.rs", "fn h() {}\n"),
    ];
    let production: Vec<_> =
        lines(&files).into_iter().filter(|line| !line.is_test).map(|line| line.text).collect();
    assert_eq!(production, ["fn a() {}", "fn b() {}", "fn d() {}", "fn g() {}"]);
}
