//! The browser of this machine.

use crate::facts::{LoginFault, LoginFaultKind, LoginStage};
use tokio::sync::oneshot;
use webbrowser::{Browser, BrowserOptions};

/// Opens `address` in a thread of its own: some browsers keep whoever starts them until they are closed. What comes back
/// is why none could be started; nothing, where one was.
pub(super) fn open(address: &str) -> oneshot::Receiver<LoginFault> {
    let (to, from) = oneshot::channel();
    let address = address.to_owned();
    let started = std::thread::Builder::new().name("browser".to_owned()).spawn(move || {
        let mut options = BrowserOptions::new();
        // What a browser says of itself has no business in our output.
        options.with_suppress_output(true);
        match webbrowser::open_browser_with_options(Browser::Default, &address, &options) {
            // The sender stays: a channel that closes would say that something went wrong.
            Ok(()) => std::mem::forget(to),
            Err(error) => {
                let _ = to.send(none(&error.to_string()));
            }
        }
    });
    match started {
        Ok(_) => from,
        Err(error) => {
            let (to, from) = oneshot::channel();
            let _ = to.send(none(&error.to_string()));
            from
        }
    }
}

fn none(why: &str) -> LoginFault {
    let why = crate::openid::scrub::scrub(why);
    LoginFault::new(LoginStage::Browser, LoginFaultKind::NoBrowser, why)
}
