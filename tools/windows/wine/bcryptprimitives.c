/* Wine before 9 has no bcryptprimitives.dll, which every Windows binary made by Rust asks for random bytes. */
#include <windows.h>

#define LARGEST_REQUEST 0x10000000

/* RtlGenRandom, under the name advapi32.dll exports it by. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG bytes);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T bytes)
{
    while (bytes > 0) {
        ULONG part = bytes > LARGEST_REQUEST ? LARGEST_REQUEST : (ULONG)bytes;
        if (!SystemFunction036(buffer, part))
            return FALSE;
        buffer += part;
        bytes -= part;
    }
    return TRUE;
}
