#include "traps.h"

#include <signal.h>
#include <stddef.h>

// `ud2` on x86, `brk` on arm64.
static const int signals[] = {SIGILL, SIGTRAP};
enum { count = sizeof signals / sizeof *signals };

static struct sigaction before[count];
static void (*volatile trapped)(void);

static void handle(int signal) {
    if (trapped) trapped();
    for (int i = 0; i < count; i++) {
        // The instruction is run again, and then it does what it did before.
        if (signals[i] == signal) sigaction(signal, &before[i], NULL);
    }
}

void proofmark_catch_traps(void (*on_trap)(void)) {
    trapped = on_trap;
    struct sigaction action = {0};
    action.sa_handler = handle;
    // The thread may never come back from here; others must be able to trap.
    action.sa_flags = SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < count; i++) sigaction(signals[i], &action, &before[i]);
}

void proofmark_release_traps(void) {
    for (int i = 0; i < count; i++) sigaction(signals[i], &before[i], NULL);
    trapped = NULL;
}
