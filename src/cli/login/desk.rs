//! Telling the person where to go.

use super::super::output;
use super::super::words::say;
use crate::judge::text::Lang;
use crate::ports::LoginDesk;

/// Speaks on stderr.
pub(super) struct OnStderr {
    pub lang: Lang,
    /// Nobody opens the browser: the address is all that the person has.
    pub no_browser: bool,
    /// A machine reads the result: nothing is said but what is needed.
    pub quiet: bool,
}

impl LoginDesk for OnStderr {
    fn go_to(&self, address: &str) {
        let key = if self.no_browser { "login-go-to" } else { "login-browser" };
        if !self.quiet {
            output::aside(&say(self.lang, key, &[]));
        }
        if self.no_browser {
            output::aside(address);
        }
    }
}
