// What code built with coverage brings along; null in all other code, because the references are weak.
// Source: compiler-rt/lib/profile/InstrProfiling.h of LLVM.
#ifndef PROOFMARK_PROFILE_H
#define PROOFMARK_PROFILE_H

#include <stdint.h>

__attribute__((weak)) extern char *__llvm_profile_begin_counters(void);
__attribute__((weak)) extern char *__llvm_profile_end_counters(void);
__attribute__((weak)) extern void __llvm_profile_set_filename(const char *name);
__attribute__((weak)) extern int __llvm_profile_write_file(void);

/// The first counter, or null; each has 64 bits.
uint64_t *proofmark_counters(void);
/// How many there are.
long proofmark_counter_count(void);
/// Writes the counters to the file, once. 0 if that went well.
int proofmark_write_profile(const char *path);

#endif
