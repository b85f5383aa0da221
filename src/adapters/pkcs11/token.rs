//! What is in a slot, without logging in.

use crate::facts::{
    Blob, ModuleCertificate, ModuleKey, ModuleToken, Observed, ProbeError, ProbePlace, SlotFacts, TokenFlag,
    hex,
};
use cryptoki::context::Pkcs11;
use cryptoki::error::{Error, RvError};
use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use cryptoki::slot::{Slot, TokenInfo};

/// A module that shows more objects than this of one kind in one token leads us in circles.
const MOST_OBJECTS: usize = 512;

/// A slot with what is in it; an error stays where it happened.
pub(super) fn slot(module: &Pkcs11, slot: Slot) -> SlotFacts {
    let mut facts = SlotFacts { id: slot.id(), description: String::new(), removable: false, token: None };
    match module.get_slot_info(slot) {
        Ok(info) => {
            facts.description = text(info.slot_description());
            facts.removable = info.removable_device();
            facts.token = info.token_present().then(|| token(module, slot)).and_then(there);
        }
        Err(failure) => facts.token = Some(Observed::Failed(error("C_GetSlotInfo", &failure))),
    }
    facts
}

/// A card that was taken out meanwhile is no failure.
fn there(token: Result<ModuleToken, ProbeError>) -> Option<Observed<ModuleToken>> {
    match token {
        Err(ProbeError { place: ProbePlace::Cryptoki { name }, .. }) if name == "CKR_TOKEN_NOT_PRESENT" => {
            None
        }
        token => Some(token.into()),
    }
}

fn token(module: &Pkcs11, slot: Slot) -> Result<ModuleToken, ProbeError> {
    let info = module.get_token_info(slot).map_err(|failure| error("C_GetTokenInfo", &failure))?;
    let mechanisms = module.get_mechanism_list(slot).map_err(|failure| error("C_GetMechanismList", &failure));
    let mut token = ModuleToken {
        label: text(info.label()),
        manufacturer: text(info.manufacturer_id()),
        model: text(info.model()),
        serial: text(info.serial_number()),
        flags: flags(&info),
        pin_length: pin_length(&info),
        mechanisms: mechanisms.map(|all| all.iter().map(ToString::to_string).collect()).into(),
        certificates: Observed::not_tried("not-initialized"),
        keys: Vec::new(),
    };
    // An empty token has nothing to show, and most modules refuse to open it.
    if token.has(TokenFlag::TokenInitialized) {
        match module.open_ro_session(slot) {
            Ok(session) => {
                token.certificates = certificates(&session).into();
                token.keys = keys(&session);
            }
            Err(failure) => token.certificates = Observed::Failed(error("C_OpenSession", &failure)),
        }
    }
    Ok(token)
}

fn flags(info: &TokenInfo) -> Vec<TokenFlag> {
    use TokenFlag::*;
    let all = [
        (TokenInitialized, info.token_initialized()),
        (LoginRequired, info.login_required()),
        (UserPinInitialized, info.user_pin_initialized()),
        (UserPinCountLow, info.user_pin_count_low()),
        (UserPinFinalTry, info.user_pin_final_try()),
        (UserPinLocked, info.user_pin_locked()),
        (UserPinToBeChanged, info.user_pin_to_be_changed()),
        (ProtectedAuthenticationPath, info.protected_authentication_path()),
        (ErrorState, info.error_state()),
    ];
    all.into_iter().filter(|(_, set)| *set).map(|(flag, _)| flag).collect()
}

fn pin_length(info: &TokenInfo) -> Option<(u32, u32)> {
    let (least, most) =
        (u32::try_from(info.min_pin_length()).ok()?, u32::try_from(info.max_pin_length()).ok()?);
    (most > 0).then_some((least, most))
}

fn certificates(session: &Session) -> Result<Vec<ModuleCertificate>, ProbeError> {
    let wanted =
        [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
    let found = objects(session, &wanted)?;
    Ok(found.into_iter().map(|object| certificate(session, object)).collect())
}

fn objects(session: &Session, wanted: &[Attribute]) -> Result<Vec<ObjectHandle>, ProbeError> {
    let each = session.iter_objects(wanted).map_err(|failure| error("C_FindObjectsInit", &failure))?;
    let some: Result<Vec<_>, _> = each.take(MOST_OBJECTS).collect();
    some.map_err(|failure| error("C_FindObjects", &failure))
}

fn certificate(session: &Session, object: ObjectHandle) -> ModuleCertificate {
    const ASKED: [AttributeType; 3] = [AttributeType::Value, AttributeType::Id, AttributeType::Label];
    let mut facts = ModuleCertificate {
        label: None,
        id: None,
        bytes: Observed::Failed(ProbeError::malformed("C_GetAttributeValue", "no CKA_VALUE")),
    };
    let attributes = match session.get_attributes(object, &ASKED) {
        Ok(attributes) => attributes,
        Err(failure) => {
            facts.bytes = Observed::Failed(error("C_GetAttributeValue", &failure));
            return facts;
        }
    };
    for attribute in attributes {
        match attribute {
            Attribute::Value(bytes) => facts.bytes = Observed::seen(Blob(bytes)),
            Attribute::Id(id) if !id.is_empty() => facts.id = Some(hex(&id)),
            Attribute::Label(label) => facts.label = Some(text(&String::from_utf8_lossy(&label))),
            _ => {}
        }
    }
    facts
}

/// A token that shows no keys before somebody has logged in is as it should be.
fn keys(session: &Session) -> Vec<ModuleKey> {
    let mut keys = Vec::new();
    for (class, private) in [(ObjectClass::PUBLIC_KEY, false), (ObjectClass::PRIVATE_KEY, true)] {
        for object in objects(session, &[Attribute::Class(class)]).unwrap_or_default() {
            let attributes = session.get_attributes(object, &[AttributeType::Id]).unwrap_or_default();
            let id = attributes.into_iter().find_map(|attribute| match attribute {
                Attribute::Id(id) if !id.is_empty() => Some(hex(&id)),
                _ => None,
            });
            keys.push(ModuleKey { id, private });
        }
    }
    keys
}

/// What a module writes into a field of fixed length: blanks fill it, and some fill it with zeros.
pub(super) fn text(field: &str) -> String {
    let shown: String = field.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    shown.trim().to_owned()
}

/// What `call` returned, by the names of the standard.
pub(super) fn error(call: &str, failure: &Error) -> ProbeError {
    match failure {
        Error::Pkcs11(code, _) => {
            let name = name(code);
            ProbeError::new(call, ProbePlace::Cryptoki { name: name.clone() }, name)
        }
        other => ProbeError::malformed(call, other.to_string()),
    }
}

/// `DeviceError` is CKR_DEVICE_ERROR.
fn name(code: &RvError) -> String {
    let mut name = "CKR".to_owned();
    for letter in format!("{code:?}").chars() {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}
