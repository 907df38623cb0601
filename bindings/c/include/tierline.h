// Tierline: rules and SLAs for help desks, as a C library. Made by cbindgen from bindings/c/src/lib.rs.

#ifndef TIERLINE_H
#define TIERLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of these functions: 1.
uint32_t tierline_abi(void);

// The version of the engine, such as `0.1.0`, with a zero byte behind it. It stands for ever and is not to be freed.
const char *tierline_version(void);

// Makes a session: a place for compiled desks, by name. Never 0, and never a number that was given before.
uint64_t tierline_session_new(void);

// Lets a session go with its desks, once calls that other threads have begun are answered. Whether there was one.
bool tierline_session_free(uint64_t session);

// Answers a call of `length` bytes: UTF-8, without a zero byte behind it if you like. Gives the reply with a zero byte behind it, and
// its length where `reply_length` is not NULL. Every reply is to be handed to `tierline_text_free`; none is NULL.
//
// # Safety
//
// `call` is NULL or points to `length` bytes, and `reply_length` is NULL or points to a `size_t`.
const char *tierline_call(uint64_t session,
                          const char *call,
                          size_t length,
                          size_t *reply_length);

// Takes a reply back. NULL, and what was taken back already, is left alone; whether it was a reply.
bool tierline_text_free(const char *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TIERLINE_H */
