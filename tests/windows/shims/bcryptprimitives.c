/* The one function of bcryptprimitives.dll that Rust's standard library imports (since 1.78), for Wine before 8.16, which
 * has no such library. For tests; never shipped. */
#include <windows.h>

/* RtlGenRandom under its exported name; advapi32 */
BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG count);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    while (count > 0) {
        ULONG portion = count > 0x10000 ? 0x10000 : (ULONG)count;
        if (!SystemFunction036(bytes, portion))
            return FALSE;
        bytes += portion;
        count -= portion;
    }
    return TRUE;
}
