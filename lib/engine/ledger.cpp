// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/ledger.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>

namespace Spawn {

Ledger::~Ledger()
{
    if (m_slots != nullptr)
        munmap(m_slots, Wire::LedgerSize);
}

int Ledger::open()
{
    Wire::Descriptor memory(memfd_create("asyncspawner-ledger", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory || ftruncate(memory.get(), static_cast<off_t>(Wire::LedgerSize)) != 0
        || fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return -errno;
    void *const address
        = mmap(nullptr, Wire::LedgerSize, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
    if (address == MAP_FAILED)
        return -errno;
    m_slots = static_cast<Wire::LedgerSlot *>(address);
    m_memory = std::move(memory);
    return 0;
}

std::optional<uint32_t> Ledger::allocate(uint64_t id)
{
    // The lowest numbers again and again: pages that are never touched cost nothing.
    uint32_t index = 0;
    if (!m_free.empty()) {
        index = m_free.back();
        m_free.pop_back();
    } else if (m_used < Wire::LedgerSlots) {
        index = m_used++;
    } else {
        return {};
    }
    Wire::LedgerSlot *const slot = m_slots + index;
    slot->id = id;
    slot->stage = 0;
    slot->error = 0;
    slot->detail = 0;
    slot->reaped = 0;
    slot->clonedAt = 0;
    __atomic_store_n(&slot->pid, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->state, static_cast<uint32_t>(Wire::LedgerState::Prepared),
                     __ATOMIC_RELEASE);
    return index;
}

void Ledger::release(uint32_t index)
{
    m_slots[index].reaped = 1; // whoever kills what is left of us passes over it
    m_free.push_back(index);
}

} // namespace Spawn
