/* A PKCS#11 module that misbehaves as its macros say. Only what a look without login needs is there. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long ulong;
typedef struct { unsigned char major, minor; } version;
typedef struct { version cryptoki; char manufacturer[32]; ulong flags; char description[32]; version library; } info;
typedef struct { char description[64], manufacturer[32]; ulong flags; version hardware, firmware; } slot_info;
typedef struct {
  char label[32], manufacturer[32], model[16], serial[16];
  ulong flags, sessions[4], most_pin, least_pin, memory[4];
  version hardware, firmware;
  char time[16];
} token_info;
typedef struct { ulong type; void *value; ulong length; } attribute;

#ifndef READER
#define READER "A reader"
#endif
#ifndef SLOTS
#define SLOTS 1
#endif
#ifndef FLAGS
/* login required, PIN set, token set up */
#define FLAGS (4 | 8 | 0x400)
#endif
#ifndef CERTIFICATE
#define CERTIFICATE { 'n', 'o', 'n', 'e' }
#endif

static const unsigned char certificate[] = CERTIFICATE;
static int found;

static void fill(char *field, size_t size, const char *text) {
  memset(field, ' ', size);
  memcpy(field, text, strlen(text) < size ? strlen(text) : size);
}

/* What the module does when it is initialised; with WHEN_READ instead when its last token is asked about. */
static ulong misbehave(void) {
#ifdef PRINT
  for (int line = 0; line < PRINT; line++) { puts("{\"done\":null}"); fputs("on stderr\n", stderr); }
  fflush(stdout);
#endif
#ifdef FORK
  if (fork() == 0) { signal(SIGHUP, SIG_IGN); sleep(300); _exit(0); }
#endif
#ifdef FORK_BOTH
  fork();
#endif
#ifdef CRASH
  *(volatile int *)8 = 1;
#endif
#ifdef EXIT
  exit(EXIT);
#endif
#ifdef HANG
  for (;;) pause();
#endif
#ifdef REFUSE
  return REFUSE;
#endif
  return 0;
}

/* Leaves a word and the time in a file. */
static void note(const char *word) {
#ifdef LOG
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  FILE *log = fopen(LOG, "a");
  fprintf(log, "%s %ld%09ld\n", word, (long)now.tv_sec, now.tv_nsec);
  fclose(log);
#endif
}

static ulong initialize(void *arguments) {
  note("begin");
#ifdef WHEN_READ
  return 0;
#else
  return misbehave();
#endif
}
static ulong finalize(void *reserved) {
  note("end");
#ifdef CRASH_AT_END
  *(volatile int *)8 = 1;
#endif
  return 0;
}
static ulong get_info(info *to) {
  memset(to, 0, sizeof *to);
  to->cryptoki = (version){ 2, 40 };
  to->library = (version){ 1, 7 };
  fill(to->manufacturer, 32, "Nobody AS");
  fill(to->description, 32, "A module for tests");
  return 0;
}
static ulong get_slot_list(unsigned char present, ulong *slots, ulong *count) {
  if (slots) for (ulong slot = 0; slot < SLOTS; slot++) slots[slot] = slot;
  *count = SLOTS;
  return 0;
}
static ulong get_slot_info(ulong slot, slot_info *to) {
  memset(to, 0, sizeof *to);
  char name[65];
  if (slot == 0) snprintf(name, sizeof name, "%s", READER);
  else snprintf(name, sizeof name, "Another slot %lu", slot);
  fill(to->description, 64, name);
  fill(to->manufacturer, 32, "Nobody AS");
  to->flags = 1 | 2 | 4;
  return 0;
}
static ulong get_token_info(ulong slot, token_info *to) {
#ifdef WHEN_READ
  if (slot == SLOTS - 1) { ulong error = misbehave(); if (error) return error; }
#endif
  memset(to, 0, sizeof *to);
  fill(to->label, 32, "A card for tests");
  fill(to->manufacturer, 32, "Nobody AS");
  fill(to->model, 16, "Model");
  fill(to->serial, 16, "4711");
  fill(to->time, 16, "");
  /* The first slot is as the macros say, the others were never set up. */
  to->flags = slot == 0 ? FLAGS : 4;
  to->most_pin = 8;
  to->least_pin = 4;
  return 0;
}
static ulong get_mechanism_list(ulong slot, ulong *list, ulong *count) {
  if (list) list[0] = 1;
  *count = 1;
  return 0;
}
static ulong open_session(ulong slot, ulong flags, void *application, void *notify, ulong *session) {
  *session = slot + 1;
  return 0;
}
static ulong close_session(ulong session) { return 0; }
/* Nobody may log in; a test sees the mark that this leaves. */
static ulong login(ulong session, ulong user, void *pin, ulong length) {
  fputs("LOGIN\n", stderr);
  return 0;
}
static ulong find_objects_init(ulong session, attribute *wanted, ulong count) {
  found = 1;
  for (ulong at = 0; at < count; at++)
    if (wanted[at].type == 0 && *(ulong *)wanted[at].value == 1) found = 0;
  return 0;
}
static ulong find_objects(ulong session, ulong *objects, ulong most, ulong *count) {
  *count = 0;
  if (!found && most) { objects[0] = 1; *count = 1; found = 1; }
  return 0;
}
static ulong find_objects_final(ulong session) { return 0; }
static ulong get_attribute_value(ulong session, ulong object, attribute *all, ulong count) {
  for (ulong at = 0; at < count; at++) {
    const void *value = NULL;
    ulong length = 0;
    if (all[at].type == 0x11) { value = certificate; length = sizeof certificate; }
    if (all[at].type == 0x102) { value = "\x45"; length = 1; }
    if (all[at].type == 3) { value = "Auth"; length = 4; }
    if (!value) { all[at].length = (ulong)-1; continue; }
    if (all[at].value && all[at].length >= length) memcpy(all[at].value, value, length);
    all[at].length = length;
  }
  return 0;
}

static struct { version v; void *functions[68]; } list = { { 2, 40 }, {
  [0] = initialize, [1] = finalize, [2] = get_info, [4] = get_slot_list, [5] = get_slot_info, [6] = get_token_info,
  [7] = get_mechanism_list, [12] = open_session, [13] = close_session, [14] = close_session, [18] = login,
  [24] = get_attribute_value, [26] = find_objects_init, [27] = find_objects, [28] = find_objects_final } };

#ifndef NO_MODULE
ulong C_GetFunctionList(void **to) {
  *to = &list;
  return 0;
}
#endif

#ifdef NEEDS
extern int needed(void);
int need(void) { return needed(); }
#endif
