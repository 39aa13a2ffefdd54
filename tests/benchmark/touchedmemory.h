// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cstddef>

namespace Spawn::Benchmark {

// A large heap, every page of it in use: what fork() would have to copy the page tables of.
class TouchedMemory final
{
public:
    explicit TouchedMemory(size_t size);
    ~TouchedMemory();
    TouchedMemory(const TouchedMemory &) = delete;
    TouchedMemory &operator=(const TouchedMemory &) = delete;

    bool isValid() const { return m_memory != nullptr; }

private:
    void *m_memory = nullptr;
    const size_t m_size;
};

} // namespace Spawn::Benchmark
