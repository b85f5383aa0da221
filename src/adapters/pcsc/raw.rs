//! The PC/SC functions, one method each: codes become [`ProbeError`], handles are given back when dropped.

use super::error::{code, pcsc_error};
use super::names;
use crate::facts::ProbeError;
use pcsc::ffi;
use pcsc::ffi::{DWORD, LONG, SCARD_IO_REQUEST, SCARD_READERSTATE, SCARDCONTEXT, SCARDHANDLE};
use std::ffi::{CStr, CString, c_char};
use std::ptr::{null, null_mut};
use std::sync::Arc;
use std::time::Duration;

/// What a card can return at most: 65536 bytes and the status word.
const ANSWER_MAX: usize = 65_538;
/// Room for a reader's name, which SCardStatus wants to tell too. The longest names seen have some 130 bytes.
const NAME_MAX: usize = 2048;
/// A list of readers may grow between asking its length and fetching it; more often than this it does not.
const LIST_TRIES: usize = 4;

/// The PC/SC library's file name, or why it cannot be used.
///
/// # Errors
/// Only where it is opened at run time, see [`crate::adapters::pcsclite`].
pub fn library() -> Result<&'static str, ProbeError> {
    #[cfg(all(unix, not(target_os = "macos")))]
    return crate::adapters::pcsclite::library();
    #[cfg(target_os = "macos")]
    return Ok("PCSC.framework");
    #[cfg(windows)]
    return Ok("winscard.dll");
}

/// The name of the interface that this build speaks.
pub const fn api() -> &'static str {
    if cfg!(windows) {
        "winscard"
    } else if cfg!(target_os = "macos") {
        "pcsc-framework"
    } else {
        "pcsc-lite"
    }
}

fn check(call: &str, code: LONG) -> Result<(), ProbeError> {
    // The codes are 32 bits wide; LONG has 64 on 64-bit Linux and is signed everywhere.
    match code as u32 {
        0 => Ok(()),
        code => Err(pcsc_error(call, code)),
    }
}

/// A line to the smart-card service.
#[derive(Debug)]
pub struct Context(SCARDCONTEXT);

impl Context {
    /// `SCardEstablishContext`. Never asked where there is no library, so that its absence is not told as a
    /// service that does not run.
    pub fn establish() -> Result<Self, ProbeError> {
        library()?;
        let mut context: SCARDCONTEXT = 0;
        // SAFETY: the reserved pointers are to be null; the handle outlives the call.
        let code = unsafe { ffi::SCardEstablishContext(ffi::SCARD_SCOPE_USER, null(), null(), &mut context) };
        check("SCardEstablishContext", code)?;
        Ok(Context(context))
    }

    /// `SCardListReaders`; no reader is an empty list.
    pub fn reader_names(&self) -> Result<Vec<CString>, ProbeError> {
        const CALL: &str = "SCardListReaders";
        for _ in 0..LIST_TRIES {
            let mut length: DWORD = 0;
            // SAFETY: without a buffer the function only tells the length.
            let code = unsafe { ffi::SCardListReaders(self.0, null(), null_mut(), &mut length) };
            match check(CALL, code) {
                Err(error) if error.pcsc() == Some(code::NO_READERS_AVAILABLE) => return Ok(Vec::new()),
                asked => asked?,
            }
            let mut buffer = vec![0u8; length as usize];
            // SAFETY: the buffer has the length that goes with it.
            let code = unsafe {
                ffi::SCardListReaders(self.0, null(), buffer.as_mut_ptr().cast::<c_char>(), &mut length)
            };
            match check(CALL, code) {
                Ok(()) => return Ok(names::split(&buffer[..buffer.len().min(length as usize)])),
                Err(error) if error.pcsc() == Some(code::INSUFFICIENT_BUFFER) => {}
                Err(error) if error.pcsc() == Some(code::NO_READERS_AVAILABLE) => return Ok(Vec::new()),
                Err(error) => return Err(error),
            }
        }
        Err(pcsc_error(CALL, code::INSUFFICIENT_BUFFER))
    }

    /// `SCardGetStatusChange`: waits until a slot differs from what is known of it, and fills in what is seen.
    /// Returns whether one did.
    pub fn status(&self, slots: &mut [Slot], wait: Duration) -> Result<bool, ProbeError> {
        let mut states: Vec<SCARD_READERSTATE> = slots.iter().map(Slot::to_raw).collect();
        // INFINITE is all ones; less than that is a time in milliseconds.
        let wait = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).min(u32::MAX - 1);
        // SAFETY: the array has the length that goes with it; the names in it live in `slots`.
        let code = unsafe {
            ffi::SCardGetStatusChange(self.0, wait as DWORD, states.as_mut_ptr(), states.len() as DWORD)
        };
        let changed = match check("SCardGetStatusChange", code) {
            Err(error) if error.pcsc() == Some(code::TIMEOUT) => false,
            outcome => outcome.map(|()| true)?,
        };
        for (slot, state) in slots.iter_mut().zip(&states) {
            slot.seen = state.dwEventState;
            let length = (state.cbAtr as usize).min(state.rgbAtr.len());
            slot.atr = state.rgbAtr[..length].to_vec();
        }
        Ok(changed)
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: the handle came from SCardEstablishContext and is given back once. There is nobody to tell an error.
        unsafe { ffi::SCardReleaseContext(self.0) };
    }
}

/// A reader's slot, as it is known to us and as it was last seen.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The name as PC/SC has it.
    pub name: CString,
    /// `SCARD_STATE_*` bits as known before asking; all zero is "unaware".
    pub known: DWORD,
    /// `SCARD_STATE_*` bits as answered; the upper 16 bits count events.
    pub seen: DWORD,
    /// The answer to reset of the card in it; empty without one.
    pub atr: Vec<u8>,
}

impl Slot {
    /// A slot of which nothing is known.
    pub fn unaware(name: CString) -> Self {
        Slot { name, known: ffi::SCARD_STATE_UNAWARE, seen: 0, atr: Vec::new() }
    }

    fn to_raw(&self) -> SCARD_READERSTATE {
        SCARD_READERSTATE {
            szReader: self.name.as_ptr(),
            pvUserData: null_mut(),
            dwCurrentState: self.known,
            dwEventState: 0,
            cbAtr: 0,
            rgbAtr: [0; ffi::ATR_BUFFER_SIZE],
        }
    }
}

/// A line to one card. Dropped, it ends its transaction and leaves the card as it is.
#[derive(Debug)]
pub struct Line {
    card: SCARDHANDLE,
    protocol: DWORD,
    transaction: bool,
    open: bool,
    buffer: Vec<u8>,
    /// Keeps the context as long as its card.
    _context: Arc<Context>,
}

impl Line {
    /// `SCardConnect`, shared, T=0 or T=1.
    pub fn connect(context: &Arc<Context>, reader: &CStr) -> Result<Self, ProbeError> {
        let (mut card, mut protocol): (SCARDHANDLE, DWORD) = (0, 0);
        // SAFETY: the name ends in a zero byte; both results outlive the call.
        let code = unsafe {
            ffi::SCardConnect(
                context.0,
                reader.as_ptr(),
                ffi::SCARD_SHARE_SHARED,
                ffi::SCARD_PROTOCOL_ANY,
                &mut card,
                &mut protocol,
            )
        };
        check("SCardConnect", code)?;
        let context = Arc::clone(context);
        Ok(Line { card, protocol, transaction: false, open: true, buffer: Vec::new(), _context: context })
    }

    /// `SCardReconnect` after somebody else's reset, without one of our own.
    pub fn reconnect(&mut self) -> Result<(), ProbeError> {
        // SAFETY: the handle is open; the result outlives the call.
        let code = unsafe {
            ffi::SCardReconnect(
                self.card,
                ffi::SCARD_SHARE_SHARED,
                ffi::SCARD_PROTOCOL_ANY,
                ffi::SCARD_LEAVE_CARD,
                &mut self.protocol,
            )
        };
        check("SCardReconnect", code)
    }

    /// `SCardBeginTransaction`. Blocks as long as another program has one; pcsc-lite knows no way to stop waiting.
    pub fn begin(&mut self) -> Result<(), ProbeError> {
        // SAFETY: the handle is open.
        check("SCardBeginTransaction", unsafe { ffi::SCardBeginTransaction(self.card) })?;
        self.transaction = true;
        Ok(())
    }

    /// `SCardStatus`: the answer to reset.
    pub fn atr(&mut self) -> Result<Vec<u8>, ProbeError> {
        let (mut name, mut name_length) = (vec![0u8; NAME_MAX], NAME_MAX as DWORD);
        let (mut atr, mut atr_length) = ([0u8; ffi::ATR_BUFFER_SIZE], ffi::ATR_BUFFER_SIZE as DWORD);
        let mut state: DWORD = 0;
        // SAFETY: both buffers go with their lengths; all results outlive the call.
        let code = unsafe {
            ffi::SCardStatus(
                self.card,
                name.as_mut_ptr().cast::<c_char>(),
                &mut name_length,
                &mut state,
                &mut self.protocol,
                atr.as_mut_ptr(),
                &mut atr_length,
            )
        };
        check("SCardStatus", code)?;
        Ok(atr[..atr.len().min(atr_length as usize)].to_vec())
    }

    /// `SCARD_PROTOCOL_*` in use.
    pub fn protocol(&self) -> DWORD {
        self.protocol
    }

    /// `SCardTransmit`: one command, one answer.
    pub fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ProbeError> {
        let pci = SCARD_IO_REQUEST {
            dwProtocol: self.protocol,
            cbPciLength: size_of::<SCARD_IO_REQUEST>() as DWORD,
        };
        self.buffer.resize(ANSWER_MAX, 0);
        let mut length = ANSWER_MAX as DWORD;
        // SAFETY: command and answer go with their lengths; the protocol information outlives the call.
        let code = unsafe {
            ffi::SCardTransmit(
                self.card,
                &pci,
                command.as_ptr(),
                command.len() as DWORD,
                null_mut(),
                self.buffer.as_mut_ptr(),
                &mut length,
            )
        };
        check("SCardTransmit", code)?;
        Ok(self.buffer[..ANSWER_MAX.min(length as usize)].to_vec())
    }

    /// `SCardControl`: asks the reader, not the card. `function` is the number before the platform's coding.
    pub fn control(&mut self, function: u32) -> Result<Vec<u8>, ProbeError> {
        let mut answer = [0u8; 512];
        let mut length: DWORD = 0;
        // SAFETY: nothing is sent; the answer's buffer goes with its length.
        let code = unsafe {
            ffi::SCardControl(
                self.card,
                ffi::SCARD_CTL_CODE(function as DWORD),
                null(),
                0,
                answer.as_mut_ptr().cast(),
                answer.len() as DWORD,
                &mut length,
            )
        };
        check("SCardControl", code)?;
        Ok(answer[..answer.len().min(length as usize)].to_vec())
    }

    /// `SCardEndTransaction` and `SCardDisconnect`, both leaving the card as it is. The second is done though the
    /// first fails; the first error is told.
    pub fn leave(&mut self) -> Result<(), ProbeError> {
        let mut outcome = Ok(());
        if std::mem::take(&mut self.transaction) {
            // SAFETY: the handle is open.
            let code = unsafe { ffi::SCardEndTransaction(self.card, ffi::SCARD_LEAVE_CARD) };
            outcome = check("SCardEndTransaction", code);
        }
        if std::mem::take(&mut self.open) {
            // SAFETY: the handle is open, and closed here once.
            let code = unsafe { ffi::SCardDisconnect(self.card, ffi::SCARD_LEAVE_CARD) };
            outcome = outcome.and(check("SCardDisconnect", code));
        }
        outcome
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // Whoever wants to know calls `leave`.
        let _ = self.leave();
    }
}
