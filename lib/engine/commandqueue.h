// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace Spawn {

class Run;

// Commands that wait: the larger priority first, then the order of their ids.
class CommandQueue final
{
public:
    bool isEmpty() const { return m_runs.empty(); }
    size_t size() const { return m_runs.size(); }
    Run *first() const { return m_runs.begin()->second; }

    // A command that comes back keeps its place: its id has not changed.
    void add(Run *run, int priority, uint64_t id) { m_runs.emplace(key(priority, id), run); }
    void remove(int priority, uint64_t id) { m_runs.erase(key(priority, id)); }

private:
    using Key = std::pair<int64_t, uint64_t>;
    static Key key(int priority, uint64_t id) { return {-int64_t{priority}, id}; }

    std::map<Key, Run *> m_runs;
};

} // namespace Spawn
