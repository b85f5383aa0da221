//! The `SCard*` functions that the `pcsc` crate wants, forwarded to pcsc-lite when it is there.
//!
//! A program that is linked with libpcsclite does not start where the library is missing, and a missing library is
//! one of the faults that this tool must be able to name. So it is opened at run time, once, and
//! `.cargo/config.toml` keeps the linker from asking for it.
//!
//! Only here are symbols exported; everybody else calls PC/SC through [`crate::adapters::pcsc`].

#![allow(non_snake_case, non_upper_case_globals)]

use crate::facts::{ProbeError, ProbePlace};
use libloading::Library;
use pcsc::ffi::{
    DWORD, LONG, SCARD_E_NO_SERVICE, SCARD_IO_REQUEST, SCARD_PROTOCOL_RAW, SCARD_PROTOCOL_T0,
    SCARD_PROTOCOL_T1, SCARD_READERSTATE, SCARDCONTEXT, SCARDHANDLE,
};
use std::ffi::{c_char, c_void};
use std::sync::OnceLock;

/// The name that the dynamic linker is asked for. The number is that of the binary interface, the same since 2004.
const NAME: &str = "libpcsclite.so.1";

/// The library's file name, or why it cannot be used.
///
/// # Errors
/// [`ProbePlace::Library`]: the dynamic linker does not find or load it, or it lacks a function.
pub fn library() -> Result<&'static str, ProbeError> {
    match functions() {
        Ok(_) => Ok(NAME),
        Err(reason) => Err(ProbeError::new(format!("dlopen {NAME}"), ProbePlace::Library, reason.clone())),
    }
}

fn functions() -> &'static Result<Functions, String> {
    static FUNCTIONS: OnceLock<Result<Functions, String>> = OnceLock::new();
    FUNCTIONS.get_or_init(|| {
        // SAFETY: loading runs the initialisers of the system's own PC/SC library, which have no preconditions.
        let library = unsafe { Library::new(NAME) }.map_err(|error| reason(&error))?;
        Functions::find(library)
    })
}

/// The dynamic linker's own words, which `libloading` keeps as the source of its error.
fn reason(error: &libloading::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), |linker| linker.to_string())
}

/// Defines each function as a symbol of this program, and the table of their namesakes in the library.
macro_rules! forward {
    ($($name:ident($($argument:ident: $kind:ty),* $(,)?);)*) => {
        struct Functions {
            $($name: unsafe extern "C" fn($($kind),*) -> LONG,)*
            /// Keeps the code mapped as long as the pointers above live.
            _library: Library,
        }

        impl Functions {
            fn find(library: Library) -> Result<Self, String> {
                Ok(Functions {
                    $($name: {
                        // SAFETY: the type is that of pcsc-lite's winscard.h, which the `pcsc` crate declares alike.
                        let symbol = unsafe { library.get(stringify!($name).as_bytes()) };
                        *symbol.map_err(|error| reason(&error))?
                    },)*
                    _library: library,
                })
            }
        }

        $(
            #[doc = concat!("`", stringify!($name), "` of pcsc-lite, or `SCARD_E_NO_SERVICE` without it.")]
            ///
            /// # Safety
            /// As the function of that name in winscard.h.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $name($($argument: $kind),*) -> LONG {
                match functions() {
                    // SAFETY: the caller keeps the contract of the same function.
                    Ok(found) => unsafe { (found.$name)($($argument),*) },
                    Err(_) => SCARD_E_NO_SERVICE,
                }
            }
        )*
    };
}

forward! {
    SCardEstablishContext(
        scope: DWORD, reserved1: *const c_void, reserved2: *const c_void, context: *mut SCARDCONTEXT,
    );
    SCardReleaseContext(context: SCARDCONTEXT);
    SCardIsValidContext(context: SCARDCONTEXT);
    SCardCancel(context: SCARDCONTEXT);
    SCardConnect(
        context: SCARDCONTEXT, reader: *const c_char, share: DWORD, protocols: DWORD, card: *mut SCARDHANDLE,
        protocol: *mut DWORD,
    );
    SCardReconnect(
        card: SCARDHANDLE, share: DWORD, protocols: DWORD, initialization: DWORD, protocol: *mut DWORD,
    );
    SCardDisconnect(card: SCARDHANDLE, disposition: DWORD);
    SCardGetStatusChange(
        context: SCARDCONTEXT, timeout: DWORD, states: *mut SCARD_READERSTATE, count: DWORD,
    );
    SCardListReaders(
        context: SCARDCONTEXT, groups: *const c_char, readers: *mut c_char, length: *mut DWORD,
    );
    SCardBeginTransaction(card: SCARDHANDLE);
    SCardEndTransaction(card: SCARDHANDLE, disposition: DWORD);
    SCardStatus(
        card: SCARDHANDLE, names: *mut c_char, names_length: *mut DWORD, state: *mut DWORD,
        protocol: *mut DWORD, atr: *mut u8, atr_length: *mut DWORD,
    );
    SCardGetAttrib(card: SCARDHANDLE, attribute: DWORD, value: *mut u8, length: *mut DWORD);
    SCardSetAttrib(card: SCARDHANDLE, attribute: DWORD, value: *const u8, length: DWORD);
    SCardTransmit(
        card: SCARDHANDLE, send_pci: *const SCARD_IO_REQUEST, sent: *const u8, sent_length: DWORD,
        receive_pci: *mut SCARD_IO_REQUEST, received: *mut u8, received_length: *mut DWORD,
    );
    SCardControl(
        card: SCARDHANDLE, code: DWORD, sent: *const u8, sent_length: DWORD, received: *mut u8,
        received_length: DWORD, returned: *mut DWORD,
    );
}

/// Protocol control information for T=0. The library's own is data of the same content; only its content counts.
#[unsafe(no_mangle)]
pub static g_rgSCardT0Pci: SCARD_IO_REQUEST = pci(SCARD_PROTOCOL_T0);

/// Protocol control information for T=1.
#[unsafe(no_mangle)]
pub static g_rgSCardT1Pci: SCARD_IO_REQUEST = pci(SCARD_PROTOCOL_T1);

/// Protocol control information for a raw protocol.
#[unsafe(no_mangle)]
pub static g_rgSCardRawPci: SCARD_IO_REQUEST = pci(SCARD_PROTOCOL_RAW);

const fn pci(protocol: DWORD) -> SCARD_IO_REQUEST {
    SCARD_IO_REQUEST { dwProtocol: protocol, cbPciLength: size_of::<SCARD_IO_REQUEST>() as DWORD }
}
