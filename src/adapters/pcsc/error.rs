//! Every PC/SC code, once.

use crate::facts::{ProbeError, ProbePlace};

/// The error of the PC/SC function `call` that returned `code`.
pub fn pcsc_error(call: &str, code: u32) -> ProbeError {
    let (name, meaning) = look_up(code);
    ProbeError::new(call, ProbePlace::Pcsc { code, name: name.to_owned() }, meaning)
}

/// The standard name of a code, for example `SCARD_E_NO_SERVICE`; `unlisted` for one that no standard names.
pub fn pcsc_name(code: u32) -> &'static str {
    look_up(code).0
}

fn look_up(code: u32) -> (&'static str, &'static str) {
    match CODES.iter().find(|(listed, ..)| *listed == code) {
        Some((_, name, meaning)) => (name, meaning),
        None => ("unlisted", "a code that neither PC/SC nor Windows documents for smart cards"),
    }
}

/// `SCARD_E_NO_SMARTCARD` and its siblings as the rest of the adapter compares them.
pub(super) mod code {
    pub const INVALID_HANDLE: u32 = 0x8010_0003;
    pub const INSUFFICIENT_BUFFER: u32 = 0x8010_0008;
    pub const UNKNOWN_READER: u32 = 0x8010_0009;
    pub const TIMEOUT: u32 = 0x8010_000A;
    pub const SHARING_VIOLATION: u32 = 0x8010_000B;
    pub const SYSTEM_CANCELLED: u32 = 0x8010_0012;
    pub const COMM_ERROR: u32 = 0x8010_0013;
    pub const NOT_TRANSACTED: u32 = 0x8010_0016;
    pub const READER_UNAVAILABLE: u32 = 0x8010_0017;
    pub const NO_SERVICE: u32 = 0x8010_001D;
    pub const SERVICE_STOPPED: u32 = 0x8010_001E;
    pub const NO_READERS_AVAILABLE: u32 = 0x8010_002E;
    pub const COMM_DATA_LOST: u32 = 0x8010_002F;
    pub const UNPOWERED_CARD: u32 = 0x8010_0067;
    pub const RESET_CARD: u32 = 0x8010_0068;
    pub const REMOVED_CARD: u32 = 0x8010_0069;
}

/// 0x8010001F means one thing to Windows and another to pcsc-lite (pcsclite.apdu.fr, "API differences").
const CODE_1F: (u32, &str, &str) = if cfg!(windows) {
    (0x8010_001F, "SCARD_E_UNEXPECTED", "an unexpected card error has occurred")
} else {
    (0x8010_001F, "SCARD_E_UNSUPPORTED_FEATURE", "the reader does not support the requested feature")
};

/// Code, standard name, meaning: winscard.h and, for what Windows lets through from its drivers and from remote
/// procedure calls, winerror.h.
#[rustfmt::skip]
const CODES: &[(u32, &str, &str)] = &[
    (0x8010_0001, "SCARD_F_INTERNAL_ERROR", "an internal consistency check failed"),
    (0x8010_0002, "SCARD_E_CANCELLED", "cancelled by SCardCancel"),
    (0x8010_0003, "SCARD_E_INVALID_HANDLE", "the handle is not valid, as after a restart of the service"),
    (0x8010_0004, "SCARD_E_INVALID_PARAMETER", "a parameter could not be interpreted"),
    (0x8010_0005, "SCARD_E_INVALID_TARGET", "registry startup information is missing or invalid"),
    (0x8010_0006, "SCARD_E_NO_MEMORY", "not enough memory"),
    (0x8010_0007, "SCARD_F_WAITED_TOO_LONG", "an internal consistency timer has expired"),
    (0x8010_0008, "SCARD_E_INSUFFICIENT_BUFFER", "the buffer is too small for the returned data"),
    (0x8010_0009, "SCARD_E_UNKNOWN_READER", "no reader has this name"),
    (0x8010_000A, "SCARD_E_TIMEOUT", "the time given has passed"),
    (0x8010_000B, "SCARD_E_SHARING_VIOLATION", "another program holds the card"),
    (0x8010_000C, "SCARD_E_NO_SMARTCARD", "no card in the reader"),
    (0x8010_000D, "SCARD_E_UNKNOWN_CARD", "the card name is not recognised"),
    (0x8010_000E, "SCARD_E_CANT_DISPOSE", "the card cannot be ejected as asked"),
    (0x8010_000F, "SCARD_E_PROTO_MISMATCH", "the card speaks another protocol than those asked for"),
    (0x8010_0010, "SCARD_E_NOT_READY", "the reader or card is not ready for commands"),
    (0x8010_0011, "SCARD_E_INVALID_VALUE", "a parameter value could not be interpreted"),
    (0x8010_0012, "SCARD_E_SYSTEM_CANCELLED", "cancelled by the system, as at log-off or shutdown"),
    (0x8010_0013, "SCARD_F_COMM_ERROR", "communication with the service broke off"),
    (0x8010_0014, "SCARD_F_UNKNOWN_ERROR", "an internal error of unknown source"),
    (0x8010_0015, "SCARD_E_INVALID_ATR", "an answer to reset from the registry is not valid"),
    (0x8010_0016, "SCARD_E_NOT_TRANSACTED", "a transaction failed, or an end was asked of one that does not exist"),
    (0x8010_0017, "SCARD_E_READER_UNAVAILABLE", "the reader is not available for use"),
    (0x8010_0018, "SCARD_P_SHUTDOWN", "aborted so that the service can exit"),
    (0x8010_0019, "SCARD_E_PCI_TOO_SMALL", "the receive buffer for protocol information is too small"),
    (0x8010_001A, "SCARD_E_READER_UNSUPPORTED", "the reader driver does not meet minimal requirements"),
    (0x8010_001B, "SCARD_E_DUPLICATE_READER", "the reader driver did not produce a unique reader name"),
    (0x8010_001C, "SCARD_E_CARD_UNSUPPORTED", "the card does not meet minimal requirements"),
    (0x8010_001D, "SCARD_E_NO_SERVICE", "the smart-card service is not running"),
    (0x8010_001E, "SCARD_E_SERVICE_STOPPED", "the smart-card service has shut down"),
    CODE_1F,
    (0x8010_0020, "SCARD_E_ICC_INSTALLATION", "no primary provider can be found for the card"),
    (0x8010_0021, "SCARD_E_ICC_CREATEORDER", "the order of object creation is not supported"),
    (0x8010_0022, "SCARD_E_UNSUPPORTED_FEATURE", "the card or reader does not support the requested feature"),
    (0x8010_0023, "SCARD_E_DIR_NOT_FOUND", "the directory does not exist in the card"),
    (0x8010_0024, "SCARD_E_FILE_NOT_FOUND", "the file does not exist in the card"),
    (0x8010_0025, "SCARD_E_NO_DIR", "the path is no directory of the card"),
    (0x8010_0026, "SCARD_E_NO_FILE", "the path is no file of the card"),
    (0x8010_0027, "SCARD_E_NO_ACCESS", "access to this file or to the service is denied"),
    (0x8010_0028, "SCARD_E_WRITE_TOO_MANY", "the card has not enough memory"),
    (0x8010_0029, "SCARD_E_BAD_SEEK", "the file pointer could not be set"),
    (0x8010_002A, "SCARD_E_INVALID_CHV", "the PIN is incorrect"),
    (0x8010_002B, "SCARD_E_UNKNOWN_RES_MNG", "an unrecognised code came from a layer below"),
    (0x8010_002C, "SCARD_E_NO_SUCH_CERTIFICATE", "the certificate does not exist"),
    (0x8010_002D, "SCARD_E_CERTIFICATE_UNAVAILABLE", "the certificate could not be obtained"),
    (0x8010_002E, "SCARD_E_NO_READERS_AVAILABLE", "no reader is attached"),
    (0x8010_002F, "SCARD_E_COMM_DATA_LOST", "data was lost between reader and card"),
    (0x8010_0030, "SCARD_E_NO_KEY_CONTAINER", "the key container does not exist on the card"),
    (0x8010_0031, "SCARD_E_SERVER_TOO_BUSY", "the smart-card service is too busy"),
    (0x8010_0032, "SCARD_E_PIN_CACHE_EXPIRED", "the PIN cache has expired"),
    (0x8010_0033, "SCARD_E_NO_PIN_CACHE", "the PIN cannot be cached"),
    (0x8010_0034, "SCARD_E_READ_ONLY_CARD", "the card is read-only"),
    (0x8010_0065, "SCARD_W_UNSUPPORTED_CARD", "the reader cannot talk to this card: its answer to reset conflicts"),
    (0x8010_0066, "SCARD_W_UNRESPONSIVE_CARD", "the card does not answer to reset"),
    (0x8010_0067, "SCARD_W_UNPOWERED_CARD", "the card has no power"),
    (0x8010_0068, "SCARD_W_RESET_CARD", "another program has reset the card"),
    (0x8010_0069, "SCARD_W_REMOVED_CARD", "the card has been removed"),
    (0x8010_006A, "SCARD_W_SECURITY_VIOLATION", "access was denied by a security rule"),
    (0x8010_006B, "SCARD_W_WRONG_CHV", "the wrong PIN was presented"),
    (0x8010_006C, "SCARD_W_CHV_BLOCKED", "the PIN is blocked"),
    (0x8010_006D, "SCARD_W_EOF", "the end of the file has been reached"),
    (0x8010_006E, "SCARD_W_CANCELLED_BY_USER", "the person cancelled"),
    (0x8010_006F, "SCARD_W_CARD_NOT_AUTHENTICATED", "no PIN was presented"),
    (0x8010_0070, "SCARD_W_CACHE_ITEM_NOT_FOUND", "the item is not in the cache"),
    (0x8010_0071, "SCARD_W_CACHE_ITEM_STALE", "the cache item is too old"),
    (0x8010_0072, "SCARD_W_CACHE_ITEM_TOO_BIG", "the item exceeds the cache's maximum"),
    // What Windows hands on from the reader's driver.
    (1, "ERROR_INVALID_FUNCTION", "the reader's driver does not know the function"),
    (5, "ERROR_ACCESS_DENIED", "access to the smart-card service is denied"),
    (6, "ERROR_INVALID_HANDLE", "the handle is not valid, as after a restart of the service"),
    (13, "ERROR_INVALID_DATA", "the reader's driver got invalid data"),
    (21, "ERROR_NOT_READY", "the reader is not ready"),
    (22, "ERROR_BAD_COMMAND", "the reader does not recognise the command, or has been unplugged"),
    (23, "ERROR_CRC", "the data between reader and card was damaged"),
    (31, "ERROR_GEN_FAILURE", "the reader does not function"),
    (50, "ERROR_NOT_SUPPORTED", "the reader's driver does not support the request"),
    (87, "ERROR_INVALID_PARAMETER", "the reader's driver refused a parameter"),
    (109, "ERROR_BROKEN_PIPE", "smart cards are not redirected into this remote session"),
    (121, "ERROR_SEM_TIMEOUT", "the card or the reader did not answer in time"),
    (122, "ERROR_INSUFFICIENT_BUFFER", "the buffer is too small for the returned data"),
    (170, "ERROR_BUSY", "the reader is busy"),
    (995, "ERROR_OPERATION_ABORTED", "the request was aborted"),
    (1062, "ERROR_SERVICE_NOT_ACTIVE", "the smart-card service has not been started"),
    (1066, "ERROR_SERVICE_SPECIFIC_ERROR", "the smart-card service failed"),
    (1112, "ERROR_NO_MEDIA_IN_DRIVE", "no card in the reader"),
    (1115, "ERROR_SHUTDOWN_IN_PROGRESS", "the system is shutting down"),
    (1117, "ERROR_IO_DEVICE", "the reader or card failed during the exchange"),
    (1121, "ERROR_COUNTER_TIMEOUT", "the card did not answer in time"),
    (1167, "ERROR_DEVICE_NOT_CONNECTED", "the reader is not connected"),
    (1223, "ERROR_CANCELLED", "the person cancelled"),
    (1460, "ERROR_TIMEOUT", "the time given has passed"),
    (1617, "ERROR_DEVICE_REMOVED", "the reader has been unplugged"),
    // What remote procedure calls to the service answer.
    (1702, "RPC_S_INVALID_BINDING", "the handle is not valid, as after a restart of the service"),
    (1717, "RPC_S_UNKNOWN_IF", "the smart-card service does not offer its interface"),
    (1722, "RPC_S_SERVER_UNAVAILABLE", "the smart-card service cannot be reached"),
    (1723, "RPC_S_SERVER_TOO_BUSY", "the smart-card service is too busy"),
    (1726, "RPC_S_CALL_FAILED", "the call to the smart-card service failed"),
    (1727, "RPC_S_CALL_FAILED_DNE", "the call to the smart-card service failed and was not carried out"),
    (1753, "EPT_S_NOT_REGISTERED", "the smart-card service has no endpoint"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once() {
        let mut codes: Vec<u32> = CODES.iter().map(|(code, ..)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CODES.len());
    }

    #[test]
    fn every_code_that_pcsc_can_give_is_listed() {
        for code in (0x8010_0001..=0x8010_0031).chain(0x8010_0065..=0x8010_0072) {
            assert_ne!(pcsc_name(code), "unlisted", "{code:08X}");
        }
    }

    #[test]
    fn an_error_shows_function_name_and_hex() {
        let error = pcsc_error("SCardConnect", 0x8010_0066);
        assert_eq!(error.to_string(), "SCardConnect: SCARD_W_UNRESPONSIVE_CARD (0x80100066)");
        assert_eq!(pcsc_error("SCardTransmit", 0xDEAD).code(), "0x0000DEAD");
    }
}
