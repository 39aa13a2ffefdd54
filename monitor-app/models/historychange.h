// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>

namespace Spawn {

// How a history, of which only the last entries are kept, has become a later one. Its entries have
// a number that counts up.
struct HistoryChange
{
    bool continues = false; // or it is another one
    qsizetype added = 0;
    qsizetype forgotten = 0;
};

template <typename Entry>
HistoryChange historyChange(const QList<Entry> &newestFirst, const QList<Entry> &laterOldestFirst)
{
    if (newestFirst.isEmpty() || laterOldestFirst.isEmpty())
        return {};
    const quint64 newest = newestFirst.first().number;
    const quint64 oldest = laterOldestFirst.first().number;
    HistoryChange change;
    change.continues = oldest <= newest && oldest >= newestFirst.last().number
        && laterOldestFirst.last().number >= newest;
    if (!change.continues)
        return change;
    for (auto it = newestFirst.crbegin(); it->number < oldest; ++it)
        ++change.forgotten;
    for (auto it = laterOldestFirst.crbegin();
         it != laterOldestFirst.crend() && it->number > newest; ++it)
        ++change.added;
    return change;
}

} // namespace Spawn
