//! The fairness theorem of the model, held against the sheet's own grid on random days.

use oracle::{Paper, days, expectations};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    /// For any two rows since both joined, the closed and deferred cells up to the running round differ by one at
    /// most, after every single line.
    #[test]
    fn no_two_rows_are_more_than_one_cell_apart(day in days()) {
        let mut paper = Paper::open(&day[0]).expect("a first line");
        for (index, line) in day.iter().enumerate().skip(1) {
            paper.play(line).expect("a generated line is one the sheet is sure of");
            if let Err(unfair) = paper.fairness() {
                prop_assert!(false, "after line {} {}: {}", index + 1, line, unfair);
            }
        }
    }

    /// The generator leaves nothing behind that the sheet has no expectation for.
    #[test]
    fn every_generated_line_is_expected(day in days()) {
        let (expected, why) = expectations(&day);
        prop_assert_eq!(why, None);
        prop_assert_eq!(expected.len() + 1, day.len());
    }
}
