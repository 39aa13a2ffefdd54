// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <sys/mman.h>
#include <utility>

namespace Spawn {

// The memory that a child runs on, with memory below it that cannot be touched.
class Stack final
{
public:
    static constexpr size_t Size = 64 << 10; // untouched pages cost nothing

    Stack() = default;
    Stack(Stack &&other) noexcept : m_memory(std::exchange(other.m_memory, nullptr)) { }
    Stack &operator=(Stack &&other) noexcept
    {
        std::swap(m_memory, other.m_memory);
        return *this;
    }
    ~Stack()
    {
        if (m_memory != nullptr)
            munmap(m_memory, GuardSize + Size);
    }

    // Null if there was no memory.
    static Stack make()
    {
        Stack stack;
        void *const memory = mmap(nullptr, GuardSize + Size, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory != MAP_FAILED) {
            stack.m_memory = static_cast<char *>(memory);
            mprotect(memory, GuardSize, PROT_NONE);
        }
        return stack;
    }

    explicit operator bool() const { return m_memory != nullptr; }
    char *lowest() const { return m_memory + GuardSize; }

private:
    static constexpr size_t GuardSize = 64 << 10; // the largest page that there is

    char *m_memory = nullptr;
};

} // namespace Spawn
