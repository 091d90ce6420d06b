//! The known word that a misspelt one was probably meant to be.

/// The nearest of the known words, if one is near enough to be meant.
pub(crate) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // A key is short; something long is no slip of the pen, and the comparison is quadratic.
    if given.len() > 40 {
        return None;
    }
    known
        .map(|word| (distance(given, word), word))
        .filter(|(distance, word)| *distance <= (word.len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many single letters have to be changed, added or left out, or neighbours swapped.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.to_lowercase().chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let differ = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + differ);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_their_word_and_strangers_none() {
        let known = ["visitor", "channel", "asks_for", "by", "to"];
        let near = |given| nearest(given, known.into_iter());
        assert_eq!(near("visiter"), Some("visitor"));
        assert_eq!(near("chanel"), Some("channel"));
        assert_eq!(near("ask_for"), Some("asks_for"));
        assert_eq!(near("Visitor"), Some("visitor"));
        assert_eq!(near("yb"), Some("by"));
        assert_eq!(near("weather"), None);
        assert_eq!(near(""), None);
        assert_eq!(near(&"visitor".repeat(10_000)), None);
    }
}
