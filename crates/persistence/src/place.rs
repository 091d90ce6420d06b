//! Where a store is: a SQLite file or a PostgreSQL server, as an operator writes it. A password is never shown.

use std::fmt;
use std::path::PathBuf;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgSslMode};

/// A SQLite file or a PostgreSQL server.
#[derive(Clone, Debug)]
pub enum Place {
    /// A file, for one server alone.
    File(PathBuf),
    /// A server, which several of ours may share.
    Server(Server),
}

/// A PostgreSQL server and a database on it.
#[derive(Clone)]
pub struct Server {
    options: Box<PgConnectOptions>,
}

/// Why a text names no place; the text itself is not repeated, for it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPlace {
    /// Neither of the two kinds of URL.
    #[error("must be sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE")]
    NoUrl,
    /// A PostgreSQL URL that cannot be read.
    #[error(
        "looks like a PostgreSQL URL and cannot be read as one: postgres://USER:PASSWORD@HOST:PORT/DATABASE"
    )]
    Unreadable,
    /// A parameter after `?` that would have no effect.
    #[error("the parameter `{0}` of the PostgreSQL URL means nothing here; known are {known}", known = PARAMETERS.join(", "))]
    Parameter(String),
    /// Encryption of the connection.
    #[error("TLS to PostgreSQL is not built yet: use sslmode=disable, a socket, or a tunnel of your own")]
    Tls,
}

/// What may stand after the `?` of a PostgreSQL URL.
const PARAMETERS: [&str; 7] = ["dbname", "host", "options", "password", "port", "sslmode", "user"];

impl Place {
    /// Reads a URL.
    ///
    /// # Errors
    /// It is none of a kind that can be used; see [`BadPlace`].
    pub fn of_url(url: &str) -> Result<Self, BadPlace> {
        if Self::names_a_server(url) {
            return Server::of_url(url).map(Self::Server);
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"));
        // Another program's options after the path have no meaning here.
        match path.and_then(|path| path.split('?').next()) {
            Some(path) if !path.is_empty() => Ok(Self::File(PathBuf::from(path))),
            _ => Err(BadPlace::NoUrl),
        }
    }

    /// Reads a URL, or takes the text as the path of a file.
    ///
    /// # Errors
    /// As [`Place::of_url`].
    pub fn of_url_or_path(text: &str) -> Result<Self, BadPlace> {
        if Self::names_a_server(text) || text.starts_with("sqlite:") {
            Self::of_url(text)
        } else {
            Ok(Self::File(PathBuf::from(text)))
        }
    }

    fn names_a_server(url: &str) -> bool {
        url.starts_with("postgres:") || url.starts_with("postgresql:")
    }
}

impl Server {
    fn of_url(url: &str) -> Result<Self, BadPlace> {
        let (_, parameters) = url.split_once('?').unwrap_or_default();
        for (name, value) in parameters.split('&').filter_map(|parameter| parameter.split_once('=')) {
            if !PARAMETERS.contains(&name) {
                return Err(BadPlace::Parameter(name.to_owned()));
            }
            if name == "sslmode" && !["disable", "allow", "prefer"].contains(&value) {
                return Err(BadPlace::Tls);
            }
        }
        let options: PgConnectOptions = url.parse().map_err(|_| BadPlace::Unreadable)?;
        Ok(Self { options: Box::new(options.ssl_mode(PgSslMode::Disable)) })
    }

    pub(crate) fn options(&self) -> &PgConnectOptions {
        &self.options
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(server) => server.fmt(f),
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let database = self.options.get_database().unwrap_or(self.options.get_username());
        match self.options.get_socket() {
            Some(socket) => write!(f, "PostgreSQL database {database} at {}", socket.display()),
            None => write!(
                f,
                "PostgreSQL database {database} at {}:{}",
                self.options.get_host(),
                self.options.get_port()
            ),
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> String {
        Place::of_url(url).unwrap_err().to_string()
    }

    #[test]
    fn both_kinds_of_url_are_read_and_a_bare_path_where_one_may_stand() {
        let file = Place::of_url("sqlite:///var/lib/lunpai/day.db?mode=rwc").unwrap();
        assert_eq!(file.to_string(), "/var/lib/lunpai/day.db");
        assert_eq!(Place::of_url_or_path("day.db").unwrap().to_string(), "day.db");
        for scheme in ["postgres", "postgresql"] {
            let server =
                Place::of_url_or_path(&format!("{scheme}://u:secret@db.example:5433/lunpai")).unwrap();
            assert_eq!(server.to_string(), "PostgreSQL database lunpai at db.example:5433");
        }
        let socket = Place::of_url("postgres://u@%2Frun%2Fpg/lunpai").unwrap();
        assert_eq!(socket.to_string(), "PostgreSQL database lunpai at /run/pg");
        assert_eq!(Place::of_url("lunpai.db").unwrap_err(), BadPlace::NoUrl);
        assert_eq!(Place::of_url("sqlite://").unwrap_err(), BadPlace::NoUrl);
    }

    #[test]
    fn a_password_is_never_shown() {
        for url in ["postgres://u:secret@h/d", "postgresql://h/d?user=u&password=secret"] {
            let place = Place::of_url(url).unwrap();
            assert!(!format!("{place} {place:?} {place:#?}").contains("secret"), "{url}");
        }
        for url in ["postgres://u:secret@h:port/d", "secret", "postgres://u:secret@h/d?pasword=secret"] {
            let told = refused(url);
            assert!(!told.contains("secret"), "{told}");
        }
    }

    #[test]
    fn what_would_have_no_effect_is_refused() {
        assert!(refused("postgres://h/d?ssl=1").contains("`ssl`"));
        for mode in ["require", "verify-full"] {
            assert_eq!(Place::of_url(&format!("postgres://h/d?sslmode={mode}")).unwrap_err(), BadPlace::Tls);
        }
        Place::of_url("postgres://h/d?sslmode=disable").unwrap();
    }
}
