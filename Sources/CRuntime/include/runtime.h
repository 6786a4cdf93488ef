// What the Swift runtime knows of types, and of values in memory. No header of it is installed.
// Source: swift/include/swift/ABI/{Metadata,MetadataValues,ValueWitness.def} and
// swift/stdlib/public/runtime/{ReflectionMirror.cpp,HeapObject.cpp} of Swift 6.
#ifndef PROOFMARK_RUNTIME_H
#define PROOFMARK_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A field of a structure, a class or a tuple. `type` is its metadata.
typedef struct {
    const void *type;
    /// From the beginning of the value; in a class, of the object.
    long offset;
    /// To be given back with `proofmark_field_done`.
    const char *name;
    void (*free_name)(const char *);
    /// False for `weak` and `unowned`.
    bool is_strong;
} proofmark_field;

/// How many fields the type has, those of superclasses included.
long proofmark_field_count(const void *type);
proofmark_field proofmark_field_at(const void *type, long index);
void proofmark_field_done(proofmark_field field);

/// A case of an enum, by its tag. `type` is null without a payload, or if it is not known.
typedef struct {
    const char *name;
    const void *type;
    bool has_payload;
    bool is_indirect;
} proofmark_case;

/// How many cases the enum has; -1 if its descriptor says nothing of them.
long proofmark_case_count(const void *type);
proofmark_case proofmark_case_at(const void *type, long tag);

uintptr_t proofmark_kind(const void *type);
size_t proofmark_size(const void *type);
size_t proofmark_stride(const void *type);
size_t proofmark_alignment_mask(const void *type);
/// The superclass of a class; null for a root.
const void *proofmark_superclass(const void *type);
/// The flags of an existential type.
uint32_t proofmark_existential_flags(const void *type);
/// The flags of the value witness table.
uint32_t proofmark_flags(const void *type);

uint32_t proofmark_enum_tag(const void *value, const void *type);
/// Leaves the payload where the value was.
void proofmark_enum_project(void *value, const void *type);
void proofmark_enum_inject(void *value, uint32_t tag, const void *type);
/// Replaces a value by a copy of another.
void proofmark_assign_copy(void *target, const void *source, const void *type);

/// Makes the box whose address is in the buffer one that nothing else refers to.
///
/// Returns where its value is.
void *proofmark_make_box_unique(void *buffer, const void *type, size_t alignment_mask);

#endif
