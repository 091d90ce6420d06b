//! What the adapter is given, and the routes it makes of it.

use std::sync::Arc;

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use application::Application;
use application::ports::{Clock, IdSource};

use crate::feed::Feed;
use crate::{documentation, framework, health, v1};

/// What the HTTP adapter stands on. Cheap to clone.
#[derive(Clone)]
pub struct Door {
    /// The use cases.
    pub application: Application,
    /// New ids: for requests, and for sites and visits whose client names none.
    pub ids: Arc<dyn IdSource>,
    /// The time, for how long a request took.
    pub clock: Arc<dyn Clock>,
    /// Where live streams begin.
    pub feed: Feed,
    /// Who counts requests.
    pub watch: Arc<dyn Watch>,
}

/// Who counts requests; told on the way, so it must neither wait nor fail.
pub trait Watch: Send + Sync {
    /// A request was answered.
    fn answered(&self, answered: Answered);
}

/// A request that was answered.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Answered {
    /// The template of the route, never the path: ids are in that.
    pub route: &'static str,
    /// The method, or `other`.
    pub method: &'static str,
    /// The status.
    pub status: u16,
    /// How long it took, by the clock port. Of a stream: until it began.
    pub seconds: f64,
}

/// Nobody counts.
impl Watch for () {
    fn answered(&self, _: Answered) {}
}

/// Every route, under one scope that gives each request its id, logs it and tells every failure as a problem.
pub fn configure(door: Door) -> impl Fn(&mut ServiceConfig) + Clone {
    let door = web::Data::new(door);
    move |config| {
        config.app_data(door.clone()).service(
            web::scope("")
                .wrap(from_fn(framework::around))
                .configure(health::routes)
                .configure(documentation::routes)
                .configure(v1::routes)
                .default_service(web::to(framework::no_such_route)),
        );
    }
}
