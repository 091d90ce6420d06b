//! Whatever is done to a pack file, reading and checking it answers and never panics.

use proptest::prelude::*;
use std::sync::LazyLock;

/// The shipped packs, read once.
static PACKS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let packs = packs::Shelf::shipped().map(|shelf| shelf.packs()).unwrap_or_default();
    packs.iter().map(|pack| pack.text.clone()).collect()
});

/// What a slip of the hand puts into a file.
const SLIPS: [&str; 24] = [
    "",
    " ",
    "\n",
    "\"",
    "'",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ",",
    "#",
    ".",
    "0",
    "-1",
    "99999999999999999999",
    "true",
    "\"turn\"",
    "\"private\"",
    "if.known = true\n",
    "[[visit]]\n",
    "轮",
    "\u{0}",
];

/// Cuts a piece out of a text and puts another in, on character boundaries.
fn edit(text: &str, at: usize, cut: usize, put: &str) -> String {
    let start =
        text.char_indices().map(|(offset, _)| offset).take_while(|offset| *offset <= at % (text.len() + 1));
    let start = start.last().unwrap_or(0);
    let rest: String = text[start..].chars().skip(cut).collect();
    format!("{}{put}{rest}", &text[..start])
}

/// Reads and checks; every problem is on a line of the file and can be printed.
fn survives(text: &str) -> Result<(), TestCaseError> {
    let problems = match packs::load(text, "x.toml") {
        Ok(pack) => packs::check(&pack),
        Err(problems) => {
            prop_assert!(!problems.is_empty(), "refused without a word");
            problems
        }
    };
    let lines = text.matches('\n').count() + 1;
    for problem in problems {
        prop_assert!((1..=lines).contains(&problem.line), "{problem}");
        prop_assert!(!problem.to_string().is_empty());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn slips_of_the_hand(
        which in 0..PACKS.len(),
        slips in prop::collection::vec((any::<usize>(), 0..12_usize, 0..SLIPS.len()), 1..4),
    ) {
        let mut text = PACKS[which].clone();
        for (at, cut, slip) in slips {
            text = edit(&text, at, cut, SLIPS[slip]);
        }
        survives(&text)?;
    }

    #[test]
    fn lines_swapped_dropped_and_doubled(
        which in 0..PACKS.len(),
        moves in prop::collection::vec((any::<usize>(), any::<usize>(), 0..3_u8), 1..6),
    ) {
        let mut lines: Vec<&str> = PACKS[which].lines().collect();
        for (a, b, kind) in moves {
            let (a, b) = (a % lines.len(), b % lines.len());
            match kind {
                0 => lines.swap(a, b),
                1 => { lines.remove(a); }
                _ => lines.insert(a, lines[b]),
            }
        }
        survives(&lines.join("\n"))?;
    }

    #[test]
    fn one_word_for_another(which in 0..PACKS.len(), from in any::<usize>(), to in any::<usize>()) {
        // Words stand between double quotes: every second piece.
        let mut pieces: Vec<&str> = PACKS[which].split('"').collect();
        let words = pieces.len() / 2;
        let (from, to) = (from % words * 2 + 1, to % words * 2 + 1);
        pieces[from] = pieces[to];
        survives(&pieces.join("\""))?;
    }

    #[test]
    fn any_text_at_all(text in ".{0,400}") {
        survives(&text)?;
    }
}
