#include "runtime.h"

#define SWIFTCALL __attribute__((swiftcall))

typedef struct {
    const char *name;
    void (*free_name)(const char *);
    bool is_strong;
    bool is_variable;
} field_metadata;

typedef struct {
    void *object;
    void *value;
} box_pair;

SWIFTCALL extern intptr_t swift_reflectionMirror_recursiveCount(const void *type);
SWIFTCALL extern const void *swift_reflectionMirror_recursiveChildMetadata(
    const void *type, intptr_t index, field_metadata *field);
SWIFTCALL extern intptr_t swift_reflectionMirror_recursiveChildOffset(const void *type, intptr_t index);
SWIFTCALL extern const void *swift_getTypeByMangledNameInContext(
    const char *name, size_t length, const void *context, const void *const *arguments);
SWIFTCALL extern box_pair swift_makeBoxUnique(void *buffer, const void *type, size_t alignment_mask);

typedef struct {
    void *initialize_buffer_with_copy;
    void *destroy;
    void *(*initialize_with_copy)(void *, const void *, const void *);
    void *(*assign_with_copy)(void *, const void *, const void *);
    void *initialize_with_take;
    void *assign_with_take;
    void *get_single_payload_tag;
    void *store_single_payload_tag;
    size_t size;
    size_t stride;
    uint32_t flags;
    uint32_t extra_inhabitants;
    uint32_t (*get_enum_tag)(const void *, const void *);
    void (*project_enum)(void *, const void *);
    void (*inject_enum_tag)(void *, uint32_t, const void *);
} witness_table;

static const witness_table *witnesses(const void *type) { return ((const witness_table *const *)type)[-1]; }

long proofmark_field_count(const void *type) { return swift_reflectionMirror_recursiveCount(type); }

proofmark_field proofmark_field_at(const void *type, long index) {
    field_metadata found = {NULL, NULL, true, true};
    proofmark_field field;
    field.type = swift_reflectionMirror_recursiveChildMetadata(type, index, &found);
    field.offset = swift_reflectionMirror_recursiveChildOffset(type, index);
    field.name = found.name;
    field.free_name = found.free_name;
    field.is_strong = found.is_strong;
    return field;
}

void proofmark_field_done(proofmark_field field) {
    if (field.free_name) field.free_name(field.name);
}

/// What a relative reference refers to; null for 0.
static const void *relative(const void *place) {
    int32_t offset = *(const int32_t *)place;
    return offset ? (const char *)place + offset : NULL;
}

/// A mangled name may hold references of 4 or 8 bytes, which may hold zeros.
static size_t mangled_length(const char *name) {
    const unsigned char *next = (const unsigned char *)name;
    while (*next) {
        if (*next <= 0x17) next += 5;
        else if (*next <= 0x1F) next += 1 + sizeof(void *);
        else next += 1;
    }
    return (size_t)((const char *)next - name);
}

static const char *enum_descriptor(const void *type) { return ((const char *const *)type)[1]; }

/// The field descriptor of an enum: mangled type name, superclass, kind, record size, number of records.
static const char *enum_fields(const void *type) {
    const char *descriptor = enum_descriptor(type);
    return descriptor ? relative(descriptor + 16) : NULL;
}

long proofmark_case_count(const void *type) {
    const char *fields = enum_fields(type);
    return fields ? (long)*(const uint32_t *)(fields + 12) : -1;
}

proofmark_case proofmark_case_at(const void *type, long tag) {
    const char *fields = enum_fields(type);
    const char *record = fields + 16 + tag * *(const uint16_t *)(fields + 10);
    const char *name = relative(record + 4);
    proofmark_case found;
    found.is_indirect = *(const uint32_t *)record & 1;
    found.has_payload = name != NULL;
    found.name = relative(record + 8);
    found.type = name ? swift_getTypeByMangledNameInContext(
        name, mangled_length(name), enum_descriptor(type), (const void *const *)type + 2) : NULL;
    return found;
}

uintptr_t proofmark_kind(const void *type) { return *(const uintptr_t *)type; }
const void *proofmark_superclass(const void *type) { return ((const void *const *)type)[1]; }
uint32_t proofmark_existential_flags(const void *type) { return *(const uint32_t *)((const char *)type + 8); }
size_t proofmark_size(const void *type) { return witnesses(type)->size; }
size_t proofmark_stride(const void *type) { return witnesses(type)->stride; }
size_t proofmark_alignment_mask(const void *type) { return witnesses(type)->flags & 0xFF; }
uint32_t proofmark_flags(const void *type) { return witnesses(type)->flags; }

uint32_t proofmark_enum_tag(const void *value, const void *type) {
    return witnesses(type)->get_enum_tag(value, type);
}

void proofmark_enum_project(void *value, const void *type) { witnesses(type)->project_enum(value, type); }

void proofmark_enum_inject(void *value, uint32_t tag, const void *type) {
    witnesses(type)->inject_enum_tag(value, tag, type);
}

void proofmark_assign_copy(void *target, const void *source, const void *type) {
    witnesses(type)->assign_with_copy(target, source, type);
}

void *proofmark_make_box_unique(void *buffer, const void *type, size_t alignment_mask) {
    return swift_makeBoxUnique(buffer, type, alignment_mask).value;
}
