// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "touchedmemory.h"

#include <sys/mman.h>
#include <unistd.h>

namespace Spawn::Benchmark {

TouchedMemory::TouchedMemory(size_t size) : m_size(size)
{
    void *const memory
        = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    m_memory = memory;
    // Huge pages have small page tables, and whether there are any differs between machines.
    madvise(memory, size, MADV_NOHUGEPAGE);
    const size_t page = size_t(sysconf(_SC_PAGESIZE));
    for (size_t i = 0; i < size; i += page)
        static_cast<volatile char *>(memory)[i] = 1;
}

TouchedMemory::~TouchedMemory()
{
    if (m_memory)
        munmap(m_memory, m_size);
}

} // namespace Spawn::Benchmark
