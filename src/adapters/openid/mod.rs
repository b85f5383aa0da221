//! OpenID providers, as `openidconnect` reads them, with what it lacks: pushed requests (RFC 9126), clients that sign
//! (RFC 7523), tokens bound to a key (RFC 9449).
//!
//! Tokens, codes and keys live here and nowhere else: what goes out are [`LoginFacts`], which have room for none.

mod browser;
mod connect;
mod fault;
mod identity;
mod login;
mod loopback;
mod page;
mod provider;
mod request;
mod session;
mod speaker;
mod token;
mod wire;

use super::http::ProxyChoice;
use crate::facts::{
    ConnectionFacts, LoginFacts, LoginFault, LoginFaultKind, LoginStage, ProbeError, ProbePlace,
};
use crate::ports::{Cancel, Clock, ConnectOrder, LoggedIn, LoginDesk, LoginOrder, OpenId};
use login::Login;
use session::{Open, OpenSession};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use wire::Wire;

/// How often the wish to stop is looked for.
const PULSE: Duration = Duration::from_millis(50);

/// The network and the browser of this machine.
pub struct LiveOpenId {
    proxy: ProxyChoice,
    connect: Duration,
    clock: Arc<dyn Clock>,
}

impl LiveOpenId {
    /// Through `proxy`; a connection that has not come about after `connect` does not.
    pub fn new(proxy: ProxyChoice, connect: Duration, clock: Arc<dyn Clock>) -> Self {
        LiveOpenId { proxy, connect, clock }
    }

    fn wire(&self, exchange: Duration) -> Result<(Runtime, Wire), ProbeError> {
        let none = |error: std::io::Error| {
            ProbeError::new("event queue", ProbePlace::Os { code: error.raw_os_error() }, error.to_string())
        };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(none)?;
        let wire = Wire::new(&self.proxy, self.connect, exchange, self.clock.clone())?;
        Ok((runtime, wire))
    }
}

impl OpenId for LiveOpenId {
    fn log_in(&self, order: &LoginOrder, desk: &dyn LoginDesk, cancel: &Cancel) -> LoggedIn {
        let mut facts = LoginFacts::begun(order.asked.clone(), self.clock.now());
        facts.asked.proxy = self.proxy.taken(&order.asked.issuer);
        facts.asked.loopback_proxy = self.proxy.taken(&order.asked.redirect_uri);
        let (runtime, wire) = match self.wire(order.exchange) {
            Ok(both) => both,
            Err(error) => {
                facts.fault = Some(LoginFault::lost(LoginStage::Metadata, error));
                return LoggedIn { facts, session: None };
            }
        };
        let mut open: Option<Open> = None;
        let ended = runtime.block_on(async {
            let mut login = Login { order, wire: &wire, facts: &mut facts, open: &mut open };
            unless_stopped(cancel, login.run(desk)).await
        });
        facts.fault = ended.unwrap_or_else(|| Err(stopped_here())).err();
        (facts.steps, facts.clock) = wire.told();
        let session = open.map(|open| OpenSession { runtime, open, wire, client: order.client.clone() });
        LoggedIn { facts, session: session.map(|session| Box::new(session) as _) }
    }

    fn connect(&self, order: &ConnectOrder, cancel: &Cancel) -> ConnectionFacts {
        let mut facts = ConnectionFacts::begun(order.scopes.clone(), order.self_service.is_some());
        match self.wire(order.exchange) {
            Err(error) => facts.fault = Some(LoginFault::lost(LoginStage::Metadata, error)),
            Ok((runtime, wire)) => {
                let asked = connect::connect(order, &wire, &mut facts);
                let stopped = runtime.block_on(unless_stopped(cancel, asked)).is_none();
                if stopped {
                    facts.fault = Some(stopped_here());
                }
                (facts.steps, facts.clock) = wire.told();
            }
        }
        facts
    }
}

/// What `work` gives; nothing where the person wants to stop first.
async fn unless_stopped<T>(cancel: &Cancel, work: impl Future<Output = T>) -> Option<T> {
    let stopped = async {
        while !cancel.requested() {
            tokio::time::sleep(PULSE).await;
        }
    };
    tokio::select! {
        done = work => Some(done),
        () = stopped => None,
    }
}

fn stopped_here() -> LoginFault {
    LoginFault::new(LoginStage::Callback, LoginFaultKind::Stopped, "stopped by the person")
}
