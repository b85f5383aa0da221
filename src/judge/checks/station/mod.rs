//! The workstation and its smart-card service.

mod library_missing;
mod no_reader;
mod not_in_trace;
mod proxy_script;
mod reader_without_driver;
mod remote_session;
mod service;
mod service_disabled;
mod service_down;
mod service_failed;
mod service_not_started;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[
    &library_missing::CHECK,
    &service_disabled::CHECK,
    &service_not_started::CHECK,
    &service_down::CHECK,
    &not_in_trace::CHECK,
    &service_failed::CHECK,
    &reader_without_driver::CHECK,
    &no_reader::CHECK,
    &remote_session::CHECK,
    &proxy_script::CHECK,
];

/// The check that a run without cards asks, too.
pub(super) const PROXY_SCRIPT: &str = proxy_script::CHECK.id;
