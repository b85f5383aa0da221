//! The test login, and the client that logs in.

mod order;

pub use order::{Client, LoginWish, NoOrder, connect as connect_order, login as login_order};

use super::bounded::bounded;
use crate::facts::{
    ClientFacts, ClientKeyFacts, ClientOddity, ConnectionFacts, LoginFacts, LoginFault, LoginStage, Observed,
};
use crate::openid::client_file::ClientFile;
use crate::ports::{ConnectOrder, LoggedIn, LoginDesk, LoginOrder, World};
use std::sync::Arc;

/// Questions of a login that are not the person's to answer: metadata, keys, list, request, token twice, keys again.
const QUESTIONS: u32 = 7;

/// What the facts keep of a configuration file.
pub fn client_facts(file: &ClientFile, readable_by_others: Observed<bool>) -> ClientFacts {
    let key = file.key.public();
    let oddity = |oddity: &crate::openid::client_file::Oddity| ClientOddity {
        code: oddity.code().to_owned(),
        detail: oddity.to_string(),
    };
    ClientFacts {
        name: file.client_name.clone(),
        authority: file.authority.clone(),
        client_id: file.client_id.clone(),
        grant_types: file.grant_types.clone(),
        scopes: file.scopes.clone(),
        redirect_uris: file.redirect_uris.clone(),
        key: ClientKeyFacts {
            algorithm: key.key_type().name().to_owned(),
            bits: key.bits(),
            kid: file.key.key_id().map(str::to_owned),
            thumbprint: key.thumbprint(),
        },
        oddities: file.oddities.iter().map(oddity).collect(),
        readable_by_others,
        connection: None,
    }
}

/// Logs a person in.
pub async fn log_in(world: &World, order: LoginOrder, desk: Arc<dyn LoginDesk>) -> LoggedIn {
    let (openid, cancel) = (world.openid.clone(), world.cancel.clone());
    let ms = (order.patience + order.exchange * QUESTIONS).as_millis();
    let unfinished = LoginFacts::begun(order.asked.clone(), world.clock.now());
    let logged_in = bounded("login", u64::try_from(ms).unwrap_or(u64::MAX), move || {
        openid.log_in(&order, desk.as_ref(), &cancel)
    });
    logged_in.await.unwrap_or_else(|error| {
        let facts = LoginFacts { fault: Some(LoginFault::lost(LoginStage::Metadata, error)), ..unfinished };
        LoggedIn { facts, session: None }
    })
}

/// Shows the client's key to the provider, and asks the self-service API about it.
pub async fn connect(world: &World, order: ConnectOrder) -> ConnectionFacts {
    let (openid, cancel) = (world.openid.clone(), world.cancel.clone());
    let ms = (order.exchange * QUESTIONS).as_millis();
    let unfinished = ConnectionFacts::begun(order.scopes.clone(), order.self_service.is_some());
    let connected =
        bounded("connect", u64::try_from(ms).unwrap_or(u64::MAX), move || openid.connect(&order, &cancel));
    connected.await.unwrap_or_else(|error| ConnectionFacts {
        fault: Some(LoginFault::lost(LoginStage::Metadata, error)),
        ..unfinished
    })
}
