#include "profile.h"

#include <stddef.h>

uint64_t *proofmark_counters(void) {
    return __llvm_profile_begin_counters ? (uint64_t *)__llvm_profile_begin_counters() : NULL;
}

long proofmark_counter_count(void) {
    if (!__llvm_profile_begin_counters || !__llvm_profile_end_counters) return 0;
    return (__llvm_profile_end_counters() - __llvm_profile_begin_counters()) / (long)sizeof(uint64_t);
}

int proofmark_write_profile(const char *path) {
    if (!__llvm_profile_set_filename || !__llvm_profile_write_file) return -1;
    __llvm_profile_set_filename(path);
    int failure = __llvm_profile_write_file();
    // The end of the process writes once more, and what is written twice counts twice.
    __llvm_profile_set_filename("/dev/null");
    return failure;
}
