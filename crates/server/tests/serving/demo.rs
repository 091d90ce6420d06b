//! `lunpai demo`: the day is played, told and explained; nothing is left behind.

use tempfile::tempdir;

use crate::program::ended;

#[test]
fn the_day_is_played_told_and_explained() {
    let folder = tempdir().unwrap();
    let (code, told, complaints) = ended(folder.path(), &["demo", "--exit", "--listen", "127.0.0.1:0"]);
    assert_eq!((code, complaints.as_str()), (Some(0), ""), "{told}");
    let first = told.find("The first decision").unwrap();
    let sheet = told.find("The turn table").unwrap();
    assert!(first < sheet);
    // Each of eight consultants has a row, with their name and with turns that were taken.
    for name in ["陈静", "王磊", "李娜", "张伟", "刘洋", "赵敏", "周涛", "孙悦"] {
        assert!(told.lines().any(|line| line.ends_with(name) && line.contains('✓')), "{name}");
    }
    // Three decisions, each in both languages: lost by a private absence, an old customer's, moved to the end.
    for (chinese, english) in [
        ("因私离岗", "away on private matters"),
        ("不占轮次", "no turn is used"),
        ("移到末位", "moved to the end"),
    ] {
        assert!(told[sheet..].contains(chinese) && told[sheet..].contains(english), "{english}");
    }
    for clause in ["P03-1", "P03-3", "P03-6a", "P03-7"] {
        assert!(told.contains(clause), "{clause}");
    }
    assert_eq!(told.matches("dispute 争议").count(), 2);
    assert!(told.contains("Jain's index") && told.contains("/docs") && told.contains("/openapi.json"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the database is gone");
}

#[test]
fn the_same_seed_plays_the_same_day() {
    let folder = tempdir().unwrap();
    let played = |seed: &str| {
        let arguments = ["demo", "--exit", "--listen", "127.0.0.1:0", "--seed", seed];
        let (code, told, _) = ended(folder.path(), &arguments);
        assert_eq!(code, Some(0), "{told}");
        // The address is another one each time.
        told.lines().filter(|line| !line.contains("http://")).map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(played("7"), played("7"));
}
