//! Services, as the service manager and the registry tell of them. Asking needs no rights.

use super::{last_error, os_error, registry, wide};
use crate::facts::{Observed, ProbeError, ServiceManager, ServiceStart};
use std::ptr::null;
use windows_sys::Win32::Foundation::ERROR_SERVICE_DOES_NOT_EXIST;
use windows_sys::Win32::System::Services::{
    CloseServiceHandle, OpenSCManagerW, OpenServiceW, QueryServiceStatus, SC_HANDLE, SC_MANAGER_CONNECT,
    SERVICE_AUTO_START, SERVICE_DEMAND_START, SERVICE_DISABLED, SERVICE_QUERY_STATUS, SERVICE_RUNNING,
    SERVICE_STATUS,
};

/// Where services are described.
const SERVICES_KEY: &str = r"SYSTEM\CurrentControlSet\Services";

/// What the service manager says of a service.
pub fn manager(service: &str) -> Observed<ServiceManager> {
    let running = match runs(service) {
        Ok(Some(running)) => running,
        Ok(None) => {
            return Observed::seen(ServiceManager { start: ServiceStart::Absent, running: false });
        }
        Err(error) => return Observed::Failed(error),
    };
    let key = format!(r"{SERVICES_KEY}\{service}");
    match registry::number(&key, "Start") {
        Ok(SERVICE_DISABLED) => Observed::seen(ServiceManager { start: ServiceStart::Disabled, running }),
        Ok(SERVICE_DEMAND_START) => Observed::seen(ServiceManager { start: ServiceStart::OnDemand, running }),
        // Boot and system start come before automatic start, and are at boot too.
        Ok(start) if start <= SERVICE_AUTO_START => {
            Observed::seen(ServiceManager { start: ServiceStart::Automatic, running })
        }
        Ok(other) => Observed::Failed(ProbeError::malformed(key, format!("Start is {other}"))),
        Err(code) => Observed::Failed(os_error(&key, code)),
    }
}

/// Whether the service runs; `None` when there is no such service.
fn runs(service: &str) -> Result<Option<bool>, ProbeError> {
    // SAFETY: null means this machine and its active database.
    let manager = unsafe { OpenSCManagerW(null(), null(), SC_MANAGER_CONNECT) };
    let manager =
        ServiceHandle::check("OpenSCManager", manager).map_err(|(call, code)| os_error(call, code))?;
    let name = wide(service);
    // SAFETY: the handle is open, the name ends in a zero.
    let service = unsafe { OpenServiceW(manager.0, name.as_ptr(), SERVICE_QUERY_STATUS) };
    let service = match ServiceHandle::check("OpenService", service) {
        Ok(service) => service,
        Err((_, ERROR_SERVICE_DOES_NOT_EXIST)) => return Ok(None),
        Err((call, code)) => return Err(os_error(call, code)),
    };
    // SAFETY: the structure is plain numbers, for which zero is a value.
    let mut status: SERVICE_STATUS = unsafe { std::mem::zeroed() };
    // SAFETY: the handle is open, the structure outlives the call.
    if unsafe { QueryServiceStatus(service.0, &mut status) } == 0 {
        return Err(os_error("QueryServiceStatus", last_error()));
    }
    Ok(Some(status.dwCurrentState == SERVICE_RUNNING))
}

struct ServiceHandle(SC_HANDLE);

impl ServiceHandle {
    fn check(call: &'static str, handle: SC_HANDLE) -> Result<Self, (&'static str, u32)> {
        if handle.is_null() { Err((call, last_error())) } else { Ok(ServiceHandle(handle)) }
    }
}

impl Drop for ServiceHandle {
    fn drop(&mut self) {
        // SAFETY: the handle is open and closed once.
        unsafe { CloseServiceHandle(self.0) };
    }
}
