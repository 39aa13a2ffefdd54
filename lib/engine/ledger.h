// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"
#include "wire/ledger.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace Spawn {

// The engine's side of the ledger: the sealed memory file, and which of its slots are free. It
// lives as long as its spawner and serves one helper after the other, because a child of a dead
// helper may still write into its slot.
class Ledger final
{
public:
    Ledger() = default;
    ~Ledger();
    Ledger(const Ledger &) = delete;
    Ledger &operator=(const Ledger &) = delete;

    [[nodiscard]] int open(); // 0 or a negative errno
    bool isOpen() const { return m_slots != nullptr; }
    int descriptor() const { return m_memory.get(); }

    // A slot in state Prepared; nothing when all are taken.
    std::optional<uint32_t> allocate(uint64_t id);
    void release(uint32_t index);
    Wire::LedgerSlot *slot(uint32_t index) { return m_slots + index; }

private:
    Wire::Descriptor m_memory;
    Wire::LedgerSlot *m_slots = nullptr;
    std::vector<uint32_t> m_free;
    uint32_t m_used = 0; // slots from here on have never been used
};

} // namespace Spawn
