/* A winscard.dll for tests under Wine, whose own answers nothing; never shipped.
 *
 * The readers stand in the file that FAKE_READERS names, read anew at every call, so that they come and go as it is
 * rewritten. One line a reader:
 *
 *     STATE PORT PROTOCOL NAME
 *
 * NAME is the rest of the line, in whatever bytes: what the functions ending in A hand out is the ANSI code page's.
 * STATE is one of
 *
 *     slot   a card is in it while somebody listens at 127.0.0.1:PORT; PROTOCOL is 0 or 1 (T=0, T=1)
 *     empty  never a card
 *     mute   a card that does not answer to reset
 *     held   a card that another program has for itself
 *
 * To a slot it speaks as vsmartcard's virtual readers do: two bytes of length, big-endian, then the body. A body of one
 * byte is an order (0 power off, 1 power on, 4 send the answer to reset), any other a command.
 *
 * Without FAKE_READERS there is no smart-card service. Transactions do nothing, there are no attributes, and readers have
 * no features: what is tested is our own code and the binary interface, not Windows' service or anybody's driver. */
#define WINSCARDDATA __declspec(dllexport)
#define WINSCARDAPI
#include <winsock2.h>
#include <windows.h>
#include <winscard.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __declspec(dllexport)
#define MOST_READERS 16
#define MOST_CARDS 64
#define NAME_ROOM 256
#define ATR_ROOM 36
#define ANSWER_ROOM 65538
#define CONTEXT 0x1234
/* How often a wait looks. */
#define GLANCE_MS 50
/* Windows' own name for what changes when a reader comes or goes. */
#define PLUG_AND_PLAY "\\\\?PnP?\\Notification"

enum { POWER_OFF = 0, POWER_ON = 1, SEND_ATR = 4 };

struct reader {
    char state[8];
    int port;
    int protocol;
    char name[NAME_ROOM];
};

struct card {
    SOCKET line;
    struct reader reader;
    BYTE atr[ATR_ROOM];
    DWORD atr_length;
    BOOL open;
};

EXPORT const SCARD_IO_REQUEST g_rgSCardT0Pci = {SCARD_PROTOCOL_T0, sizeof(SCARD_IO_REQUEST)};
EXPORT const SCARD_IO_REQUEST g_rgSCardT1Pci = {SCARD_PROTOCOL_T1, sizeof(SCARD_IO_REQUEST)};
EXPORT const SCARD_IO_REQUEST g_rgSCardRawPci = {SCARD_PROTOCOL_RAW, sizeof(SCARD_IO_REQUEST)};

static struct card cards[MOST_CARDS];
static CRITICAL_SECTION cards_lock;
static volatile LONG cancelled;

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)
{
    WSADATA data;
    if (reason == DLL_PROCESS_ATTACH) {
        InitializeCriticalSection(&cards_lock);
        return WSAStartup(MAKEWORD(2, 2), &data) == 0;
    }
    return TRUE;
}

/* ---- the readers ---- */

/* How many readers there are; -1 without a service. */
static int readers(struct reader *list)
{
    const char *path = getenv("FAKE_READERS");
    char line[NAME_ROOM + 64];
    int count = 0, start;
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file)
        return -1;
    while (count < MOST_READERS && fgets(line, sizeof line, file)) {
        struct reader *reader = &list[count];
        line[strcspn(line, "\r\n")] = 0;
        start = 0;
        if (sscanf(line, "%7s %d %d %n", reader->state, &reader->port, &reader->protocol, &start) == 3 && start) {
            strncpy(reader->name, line + start, NAME_ROOM - 1);
            reader->name[NAME_ROOM - 1] = 0;
            count++;
        }
    }
    fclose(file);
    return count;
}

static BOOL find(const char *name, struct reader *found)
{
    struct reader list[MOST_READERS];
    int count = readers(list);
    for (int i = 0; i < count; i++)
        if (!strcmp(list[i].name, name)) {
            *found = list[i];
            return TRUE;
        }
    return FALSE;
}

static BOOL is(const struct reader *reader, const char *state)
{
    return !strcmp(reader->state, state);
}

/* ---- the line to a card ---- */

static BOOL put(SOCKET line, const void *bytes, int count)
{
    const char *from = bytes;
    while (count > 0) {
        int sent = send(line, from, count, 0);
        if (sent <= 0)
            return FALSE;
        from += sent;
        count -= sent;
    }
    return TRUE;
}

static BOOL take(SOCKET line, void *bytes, int count)
{
    char *to = bytes;
    while (count > 0) {
        int got = recv(line, to, count, 0);
        if (got <= 0)
            return FALSE;
        to += got;
        count -= got;
    }
    return TRUE;
}

/* One piece, so that nobody waits for an acknowledgement between length and body. */
static BOOL put_frame(SOCKET line, const BYTE *body, DWORD length)
{
    BYTE frame[2 + 65535];
    if (length > 65535)
        return FALSE;
    frame[0] = (BYTE)(length >> 8);
    frame[1] = (BYTE)length;
    memcpy(frame + 2, body, length);
    return put(line, frame, (int)length + 2);
}

/* The length of the answer; -1 when the card has gone. */
static int take_frame(SOCKET line, BYTE *body, int room)
{
    BYTE head[2];
    int length;
    if (!take(line, head, 2))
        return -1;
    length = head[0] << 8 | head[1];
    return length <= room && take(line, body, length) ? length : -1;
}

static BOOL order(SOCKET line, BYTE what)
{
    return put_frame(line, &what, 1);
}

/* A line to the card in a slot, and its answer to reset. */
static BOOL dial(const struct reader *reader, SOCKET *line, BYTE *atr, DWORD *atr_length)
{
    struct sockaddr_in address = {0};
    BOOL at_once = TRUE;
    int length;
    if (!is(reader, "slot"))
        return FALSE;
    address.sin_family = AF_INET;
    address.sin_port = htons((u_short)reader->port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *line = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(*line, IPPROTO_TCP, TCP_NODELAY, (const char *)&at_once, sizeof at_once);
    if (!connect(*line, (struct sockaddr *)&address, sizeof address) && order(*line, SEND_ATR)
        && (length = take_frame(*line, atr, ATR_ROOM)) > 0) {
        *atr_length = (DWORD)length;
        return TRUE;
    }
    closesocket(*line);
    return FALSE;
}

static struct card *card_of(SCARDHANDLE handle)
{
    return handle >= 1 && handle <= MOST_CARDS && cards[handle - 1].open ? &cards[handle - 1] : NULL;
}

/* ---- what goes out ---- */

static LONG give(void *to, LPDWORD room, const void *bytes, DWORD length)
{
    DWORD had = *room;
    *room = length;
    if (!to)
        return SCARD_S_SUCCESS;
    if (had < length)
        return SCARD_E_INSUFFICIENT_BUFFER;
    memcpy(to, bytes, length);
    return SCARD_S_SUCCESS;
}

/* A name and the zero that ends the list. */
static LONG give_name(char *to, LPDWORD room, const char *name)
{
    char list[NAME_ROOM + 1] = {0};
    strcpy(list, name);
    return give(to, room, list, (DWORD)strlen(name) + 2);
}

/* ---- the interface ---- */

EXPORT LONG WINAPI SCardEstablishContext(DWORD scope, LPCVOID one, LPCVOID two, LPSCARDCONTEXT context)
{
    struct reader list[MOST_READERS];
    if (readers(list) < 0)
        return SCARD_E_NO_SERVICE;
    *context = CONTEXT;
    return SCARD_S_SUCCESS;
}

EXPORT LONG WINAPI SCardReleaseContext(SCARDCONTEXT context)
{
    return SCARD_S_SUCCESS;
}

EXPORT LONG WINAPI SCardIsValidContext(SCARDCONTEXT context)
{
    return context == CONTEXT ? SCARD_S_SUCCESS : SCARD_E_INVALID_HANDLE;
}

EXPORT LONG WINAPI SCardCancel(SCARDCONTEXT context)
{
    cancelled = 1;
    return SCARD_S_SUCCESS;
}

EXPORT LONG WINAPI SCardListReadersA(SCARDCONTEXT context, LPCSTR groups, LPSTR names, LPDWORD room)
{
    struct reader list[MOST_READERS];
    char all[MOST_READERS * NAME_ROOM + 1];
    DWORD length = 0;
    int count = readers(list);
    if (count < 0)
        return SCARD_E_NO_SERVICE;
    if (count == 0)
        return SCARD_E_NO_READERS_AVAILABLE;
    for (int i = 0; i < count; i++) {
        strcpy(all + length, list[i].name);
        length += (DWORD)strlen(list[i].name) + 1;
    }
    all[length++] = 0;
    return give(names, room, all, length);
}

EXPORT LONG WINAPI SCardConnectA(SCARDCONTEXT context, LPCSTR name, DWORD share, DWORD protocols, LPSCARDHANDLE handle,
                                 LPDWORD protocol)
{
    struct reader reader;
    struct card *card = NULL;
    LONG code = SCARD_S_SUCCESS;
    if (!find(name, &reader))
        return SCARD_E_UNKNOWN_READER;
    if (is(&reader, "held"))
        return SCARD_E_SHARING_VIOLATION;
    if (is(&reader, "mute"))
        return SCARD_W_UNRESPONSIVE_CARD;
    if (!(protocols & (reader.protocol ? SCARD_PROTOCOL_T1 : SCARD_PROTOCOL_T0)))
        return SCARD_E_PROTO_MISMATCH;
    EnterCriticalSection(&cards_lock);
    for (int i = 0; i < MOST_CARDS && !card; i++)
        if (!cards[i].open)
            card = &cards[i];
    if (!card)
        code = SCARD_E_NO_MEMORY;
    else if (!dial(&reader, &card->line, card->atr, &card->atr_length) || !order(card->line, POWER_ON))
        code = SCARD_W_REMOVED_CARD;
    else {
        card->reader = reader;
        card->open = TRUE;
        *handle = (SCARDHANDLE)(card - cards + 1);
        *protocol = reader.protocol ? SCARD_PROTOCOL_T1 : SCARD_PROTOCOL_T0;
    }
    LeaveCriticalSection(&cards_lock);
    return code;
}

EXPORT LONG WINAPI SCardReconnect(SCARDHANDLE handle, DWORD share, DWORD protocols, DWORD how, LPDWORD protocol)
{
    struct card *card = card_of(handle);
    if (!card)
        return SCARD_E_INVALID_HANDLE;
    *protocol = card->reader.protocol ? SCARD_PROTOCOL_T1 : SCARD_PROTOCOL_T0;
    return SCARD_S_SUCCESS;
}

EXPORT LONG WINAPI SCardDisconnect(SCARDHANDLE handle, DWORD how)
{
    struct card *card = card_of(handle);
    if (!card)
        return SCARD_E_INVALID_HANDLE;
    if (how != SCARD_LEAVE_CARD)
        order(card->line, POWER_OFF);
    closesocket(card->line);
    card->open = FALSE;
    return SCARD_S_SUCCESS;
}

EXPORT LONG WINAPI SCardBeginTransaction(SCARDHANDLE handle)
{
    return card_of(handle) ? SCARD_S_SUCCESS : SCARD_E_INVALID_HANDLE;
}

EXPORT LONG WINAPI SCardEndTransaction(SCARDHANDLE handle, DWORD how)
{
    return card_of(handle) ? SCARD_S_SUCCESS : SCARD_E_INVALID_HANDLE;
}

EXPORT LONG WINAPI SCardStatusA(SCARDHANDLE handle, LPSTR name, LPDWORD name_room, LPDWORD state, LPDWORD protocol,
                                LPBYTE atr, LPDWORD atr_room)
{
    struct card *card = card_of(handle);
    LONG code = SCARD_S_SUCCESS;
    if (!card)
        return SCARD_E_INVALID_HANDLE;
    if (name_room)
        code = give_name(name, name_room, card->reader.name);
    if (code == SCARD_S_SUCCESS && atr_room)
        code = give(atr, atr_room, card->atr, card->atr_length);
    if (state)
        *state = SCARD_SPECIFIC;
    if (protocol)
        *protocol = card->reader.protocol ? SCARD_PROTOCOL_T1 : SCARD_PROTOCOL_T0;
    return code;
}

/* What is in a reader now. */
static DWORD look(const struct reader *reader, SCARD_READERSTATEA *seen)
{
    SOCKET line;
    DWORD length = 0;
    seen->cbAtr = 0;
    if (is(reader, "mute"))
        return SCARD_STATE_PRESENT | SCARD_STATE_MUTE;
    if (is(reader, "held"))
        return SCARD_STATE_PRESENT | SCARD_STATE_EXCLUSIVE | SCARD_STATE_INUSE;
    if (!dial(reader, &line, seen->rgbAtr, &length))
        return SCARD_STATE_EMPTY;
    closesocket(line);
    seen->cbAtr = length;
    return SCARD_STATE_PRESENT;
}

/* Whether anything differs from what the caller knows; fills in what is seen. */
static LONG compare(SCARD_READERSTATEA *states, DWORD count, BOOL *differs)
{
    struct reader list[MOST_READERS], reader;
    int now = readers(list);
    *differs = FALSE;
    if (now < 0)
        return SCARD_E_NO_SERVICE;
    for (DWORD i = 0; i < count; i++) {
        DWORD known = states[i].dwCurrentState, seen;
        BOOL changed;
        if (!strcmp(states[i].szReader, PLUG_AND_PLAY)) {
            seen = (DWORD)now << 16;
            changed = known >> 16 != (DWORD)now;
        } else if (!find(states[i].szReader, &reader)) {
            return SCARD_E_UNKNOWN_READER;
        } else {
            seen = look(&reader, &states[i]);
            changed = (known & 0xFFFF & ~SCARD_STATE_CHANGED) != seen;
        }
        states[i].dwEventState = seen | (changed ? SCARD_STATE_CHANGED : 0);
        *differs |= changed;
    }
    return SCARD_S_SUCCESS;
}

EXPORT LONG WINAPI SCardGetStatusChangeA(SCARDCONTEXT context, DWORD patience_ms, SCARD_READERSTATEA *states, DWORD count)
{
    DWORD waited = 0;
    for (;;) {
        BOOL differs;
        LONG code = compare(states, count, &differs);
        if (code != SCARD_S_SUCCESS || differs)
            return code;
        if (waited >= patience_ms)
            return SCARD_E_TIMEOUT;
        if (InterlockedExchange(&cancelled, 0))
            return SCARD_E_CANCELLED;
        Sleep(GLANCE_MS);
        waited += GLANCE_MS;
    }
}

EXPORT LONG WINAPI SCardTransmit(SCARDHANDLE handle, LPCSCARD_IO_REQUEST sent_as, LPCBYTE command, DWORD length,
                                 LPSCARD_IO_REQUEST got_as, LPBYTE answer, LPDWORD room)
{
    BYTE body[ANSWER_ROOM];
    struct card *card = card_of(handle);
    int got;
    if (!card)
        return SCARD_E_INVALID_HANDLE;
    /* Shorter ones are orders to the reader. */
    if (length < 4)
        return SCARD_E_INVALID_PARAMETER;
    if (!put_frame(card->line, command, length) || (got = take_frame(card->line, body, ANSWER_ROOM)) < 0)
        return SCARD_W_REMOVED_CARD;
    return give(answer, room, body, (DWORD)got);
}

/* As a driver without features refuses: with a code of Windows' own. */
EXPORT LONG WINAPI SCardControl(SCARDHANDLE handle, DWORD code, LPCVOID in, DWORD in_length, LPVOID out, DWORD room,
                                LPDWORD length)
{
    *length = 0;
    return card_of(handle) ? ERROR_NOT_SUPPORTED : SCARD_E_INVALID_HANDLE;
}

EXPORT LONG WINAPI SCardGetAttrib(SCARDHANDLE handle, DWORD attribute, LPBYTE value, LPDWORD room)
{
    return card_of(handle) ? ERROR_NOT_SUPPORTED : SCARD_E_INVALID_HANDLE;
}

EXPORT LONG WINAPI SCardSetAttrib(SCARDHANDLE handle, DWORD attribute, LPCBYTE value, DWORD length)
{
    return card_of(handle) ? ERROR_NOT_SUPPORTED : SCARD_E_INVALID_HANDLE;
}

EXPORT LONG WINAPI SCardFreeMemory(SCARDCONTEXT context, LPCVOID memory)
{
    return SCARD_S_SUCCESS;
}
