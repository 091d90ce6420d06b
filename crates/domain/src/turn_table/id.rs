//! Which sheet: of a channel, and where a house keeps one for each department, of a department.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::vocabulary::Channel;

/// Names a turn table of a site.
///
/// Written `walk_in`, and `walk_in/1` where departments have sheets of their own: the number is the department's place
/// in the floor's list, so that a name is as small as a channel's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TableId {
    /// The channel that stands for the table.
    pub channel: Channel,
    /// The department, by its place in the floor's list; none for those without one.
    pub department: Option<u16>,
}

impl From<Channel> for TableId {
    fn from(channel: Channel) -> Self {
        Self { channel, department: None }
    }
}

impl fmt::Display for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.department {
            None => f.write_str(self.channel.word()),
            Some(department) => write!(f, "{}/{department}", self.channel.word()),
        }
    }
}

impl TableId {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once('/') {
            None => Channel::parse(text).map(Self::from),
            Some((channel, department)) => {
                let channel = Channel::parse(channel)?;
                Some(Self { channel, department: Some(department.parse().ok()?) })
            }
        }
    }
}

impl Serialize for TableId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.department {
            None => serializer.serialize_str(self.channel.word()),
            Some(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for TableId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not the name of a turn table"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IntoDeserializer;

    fn read(text: &'static str) -> Result<TableId, de::value::Error> {
        TableId::deserialize(text.into_deserializer())
    }

    /// Floors and journals written before departments had sheets name a table by its channel.
    #[test]
    fn a_table_stored_as_a_channel_stays_readable_and_is_written_the_same_way() {
        let plain = TableId::from(Channel::Phone);
        assert_eq!((read("phone"), plain.to_string().as_str()), (Ok(plain), "phone"));
        let leasing = TableId { channel: Channel::WalkIn, department: Some(1) };
        assert_eq!((read("walk_in/1"), leasing.to_string().as_str()), (Ok(leasing), "walk_in/1"));
        for wrong in ["door", "walk_in/", "walk_in/-1", "walk_in/70000", ""] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
