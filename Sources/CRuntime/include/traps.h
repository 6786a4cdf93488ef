// Traps of Swift code: the signals that its preconditions end in.
#ifndef PROOFMARK_TRAPS_H
#define PROOFMARK_TRAPS_H

/// From now on a trap calls `on_trap`, on the thread that trapped. If that returns, the trap takes its course.
void proofmark_catch_traps(void (*on_trap)(void));
/// As it was before.
void proofmark_release_traps(void);

#endif
