//! The browser of this machine.

use crate::facts::{LoginFault, LoginFaultKind, LoginStage};
use tokio::sync::oneshot;
use webbrowser::{Browser, BrowserOptions};

/// Opens `address` in a thread of its own: some browsers keep whoever starts them until they are closed. What comes through
/// the channel is why none could be started; where one was, it closes.
///
/// # Errors
/// There is no thread to be had.
pub(super) fn open(address: &str) -> Result<oneshot::Receiver<LoginFault>, LoginFault> {
    let (to, from) = oneshot::channel();
    let address = address.to_owned();
    let started = std::thread::Builder::new().name("browser".to_owned()).spawn(move || {
        let mut options = BrowserOptions::new();
        // What a browser says of itself has no business in our output.
        options.with_suppress_output(true);
        if let Err(error) = webbrowser::open_browser_with_options(Browser::Default, &address, &options) {
            // Whoever came back meanwhile is worth more than this.
            let _ = to.send(none(&error.to_string()));
        }
    });
    started.map(|_| from).map_err(|error| none(&error.to_string()))
}

fn none(why: &str) -> LoginFault {
    let why = crate::openid::scrub::scrub(why);
    LoginFault::new(LoginStage::Browser, LoginFaultKind::NoBrowser, why)
}
