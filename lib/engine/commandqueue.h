// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

namespace Spawn {

class Run;

// Commands that wait: those that need no place among the running ones, then the larger priority
// first, then the order of their ids.
class CommandQueue final
{
public:
    struct Rank
    {
        Rank(int priority, bool place = true) : needsPlace(place), negative(-int64_t{priority})
        {
        }
        auto operator<=>(const Rank &) const = default;

        bool needsPlace;
        int64_t negative; // priority
    };

    bool isEmpty() const { return m_runs.empty(); }
    size_t size() const { return m_runs.size(); }
    Run *first() const { return m_runs.begin()->second; }
    // Of those that do or do not need a place, of whom there has to be one.
    Run *first(bool needsPlace) const
    {
        return m_runs.lower_bound(Key{Rank(std::numeric_limits<int>::max(), needsPlace), 0})->second;
    }

    // A command that comes back keeps its place: its id has not changed.
    void add(Run *run, Rank rank, uint64_t id) { m_runs.emplace(Key{rank, id}, run); }
    void remove(Rank rank, uint64_t id) { m_runs.erase(Key{rank, id}); }

private:
    using Key = std::pair<Rank, uint64_t>;

    std::map<Key, Run *> m_runs;
};

} // namespace Spawn
