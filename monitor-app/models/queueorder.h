// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <utility>
#include <vector>

namespace Spawn {

// Who waits in which place: the larger priority first, then the order of the ids.
class QueueOrder
{
public:
    using Key = std::pair<qint64, quint64>;

    static Key keyOf(int priority, quint64 id) { return {-qint64{priority}, id}; }

    void clear() { m_keys.clear(); }
    // In one pass, however many there are. Keys that are unknown, or known already, do no harm.
    void change(std::vector<Key> added, std::vector<Key> removed);
    int placeOf(const Key &key) const; // from 1; 0: it does not wait
    int count() const { return int(m_keys.size()); }

private:
    std::vector<Key> m_keys;
};

} // namespace Spawn
