//! New ids: unguessable enough not to be counted through, and sorted by time so that a database likes them.

use application::ports::IdSource;

/// UUIDs of version 7 behind a prefix, such as `vis_0199…`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UuidIds;

impl IdSource for UuidIds {
    #[expect(clippy::disallowed_methods, reason = "this is the port's adapter")]
    fn fresh(&self, prefix: &str) -> String {
        format!("{prefix}_{}", uuid::Uuid::now_v7().simple())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_and_says_of_what_it_is() {
        let (one, other) = (UuidIds.fresh("vis"), UuidIds.fresh("vis"));
        assert!(one.starts_with("vis_") && one.len() == 36, "{one}");
        assert_ne!(one, other);
    }
}
