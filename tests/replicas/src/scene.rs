//! A site with so many people, whom web leads find free at all times: an arrival is one turn.

use wire::line::Setting;

/// The same for every server and for the sequential engine that they are held against.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// How many consultants.
    pub people: usize,
}

impl Scene {
    /// The site's id.
    pub const SITE: &'static str = "s";

    /// The consultants' ids.
    #[must_use]
    pub fn staff(&self) -> Vec<String> {
        (0..self.people).map(|number| format!("A{number}")).collect()
    }

    /// The site as a setting, with its id where it goes over HTTP.
    #[must_use]
    pub fn setting(&self, id: Option<&str>) -> String {
        let staff = self.staff();
        let people: Vec<_> = staff.iter().map(|id| serde_json::json!({ "id": id })).collect();
        let mut setting = serde_json::json!({
            "policy": "two-tables", "timezone": "Asia/Shanghai", "staff": people, "order": staff
        });
        match id {
            Some(id) => setting["id"] = id.into(),
            None => setting["day_file"] = 1.into(),
        }
        setting.to_string()
    }

    /// The same, read.
    #[must_use]
    pub fn read(&self) -> Setting {
        Setting::parse(&self.setting(None)).unwrap()
    }
}
