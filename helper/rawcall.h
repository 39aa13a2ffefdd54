// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <linux/sched.h>
#include <sys/syscall.h>
#include <type_traits>

// System calls without the C library. A child between clone and exec shares the helper's memory
// and with it errno, the thread's control block and every lock: it may touch none of them.
namespace Spawn {

// What the kernel returns: a result, or a negative errno.
[[gnu::always_inline]] inline long rawCallWords(long number, long a, long b, long c, long d)
{
#if defined(__x86_64__)
    long result;
    register long r10 __asm__("r10") = d;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
#else
#error "This processor's system call instruction has to be added here."
#endif
}

template <class T>
[[gnu::always_inline]] inline long toWord(T value)
{
    if constexpr (std::is_pointer_v<T>)
        return reinterpret_cast<long>(value);
    else
        return static_cast<long>(value);
}

template <class A = long, class B = long, class C = long, class D = long>
[[gnu::always_inline]] inline long rawCall(long number, A a = {}, B b = {}, C c = {}, D d = {})
{
    return rawCallWords(number, toWord(a), toWord(b), toWord(c), toWord(d));
}

// clone3 with a stack of the child's own, on which it calls entry(argument), which must not
// return. Returns the pid or a negative errno, in the parent only. Cannot be written with
// rawCall(): the child wakes up on another stack, where this function's frame is not.
inline long rawClone(const clone_args *args, void (*entry)(void *), void *argument)
{
#if defined(__x86_64__)
    long result;
    register auto r8 __asm__("r8") = entry;
    register auto r9 __asm__("r9") = argument;
    __asm__ volatile("syscall\n\t"
                     "test %%rax, %%rax\n\t"
                     "jnz 1f\n\t"
                     "xor %%ebp, %%ebp\n\t"
                     "mov %%r9, %%rdi\n\t"
                     "call *%%r8\n\t"
                     "ud2\n"
                     "1:"
                     : "=a"(result)
                     : "a"(SYS_clone3), "D"(args), "S"(sizeof *args), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = SYS_clone3;
    register long x0 __asm__("x0") = reinterpret_cast<long>(args);
    register long x1 __asm__("x1") = sizeof *args;
    register auto x2 __asm__("x2") = entry;
    register auto x3 __asm__("x3") = argument;
    __asm__ volatile("svc #0\n\t"
                     "cbnz x0, 1f\n\t"
                     "mov x29, xzr\n\t"
                     "mov x0, x3\n\t"
                     "blr x2\n\t"
                     "brk #1\n"
                     "1:"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3)
                     : "memory");
    return x0;
#endif
}

} // namespace Spawn
