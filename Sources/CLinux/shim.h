// What Swift's Glibc module leaves out of Linux, and system calls that glibc has no functions for.
#pragma once
#ifdef __linux__
#include <linux/aio_abi.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int linux_io_setup(unsigned count, aio_context_t *context) {
    return (int)syscall(SYS_io_setup, count, context);
}

static inline int linux_io_destroy(aio_context_t context) {
    return (int)syscall(SYS_io_destroy, context);
}

static inline int linux_io_submit(aio_context_t context, long count, struct iocb **requests) {
    return (int)syscall(SYS_io_submit, context, count, requests);
}

static inline int linux_io_cancel(aio_context_t context, struct iocb *request, struct io_event *result) {
    return (int)syscall(SYS_io_cancel, context, request, result);
}

// The kernel maps this at a context's address (fs/aio.c), so that completions can be taken without a system call.
struct linux_aio_ring {
    unsigned id;
    unsigned count;
    unsigned head;
    unsigned tail;
    unsigned magic;
    unsigned compatible_features;
    unsigned incompatible_features;
    unsigned header_length;
    struct io_event events[];
};

// Whether the ring is laid out as described here.
static inline bool linux_aio_ring_is_known(aio_context_t context) {
    const struct linux_aio_ring *ring = (const struct linux_aio_ring *)context;
    return ring->magic == 0xa10a10a1 && ring->incompatible_features == 0 && ring->header_length == sizeof(*ring);
}

// Takes the oldest completion; false when there is none. For one thread at a time.
static inline bool linux_aio_ring_take(aio_context_t context, struct io_event *event) {
    struct linux_aio_ring *ring = (struct linux_aio_ring *)context;
    unsigned head = ring->head;
    if (head == __atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE)) return false;
    *event = ring->events[head];
    __atomic_store_n(&ring->head, (head + 1) % ring->count, __ATOMIC_RELEASE);
    return true;
}
#endif
