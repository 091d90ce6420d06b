//! The word that somebody probably meant, by edit distance.

/// Words longer than this are not compared: nobody misspells by that much, and the distance is quadratic.
const LONGEST: usize = 48;

/// The nearest of `known` to `written`, if it is near enough to be a slip.
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let slips = (length / 2).clamp(1, 4);
    known
        .into_iter()
        .map(|word| (distance(&written.to_lowercase(), word), word))
        .filter(|(far, _)| *far <= slips)
        .min_by_key(|(far, _)| *far)
        .map(|(_, word)| word)
}

/// ` (did you mean …?)`, or nothing.
pub(crate) fn hint<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(written, known).map(|word| format!("; did you mean `{word}`?")).unwrap_or_default()
}

/// What somebody wrote, short enough for a message.
pub(crate) fn quoted(written: &str) -> String {
    let mut short: String =
        written.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if written.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}

/// Insertions, deletions, replacements and swaps of neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        before_last = last;
        last = row;
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_its_word() {
        let words = ["forfeit", "defer", "keep"];
        assert_eq!(nearest("forfiet", words), Some("forfeit"));
        assert_eq!(nearest("Keep", words), Some("keep"));
        assert_eq!(nearest("umbrella", words), None);
        assert_eq!(nearest(&"x".repeat(10_000), words), None);
    }

    #[test]
    fn a_swap_is_one_slip() {
        assert_eq!(distance("knwon", "known"), 1);
        assert_eq!(distance("", "abc"), 3);
    }
}
