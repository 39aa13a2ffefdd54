// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QList>

#include <algorithm>

namespace Spawn {

// Lists of things that have a number.

template <class Entry>
Entry *findNumber(QList<Entry> &list, quint64 number)
{
    const auto found = std::find_if(
        list.begin(), list.end(), [number](const Entry &entry) { return entry.number == number; });
    return found == list.end() ? nullptr : &*found;
}

template <class Entry>
const Entry *findNumber(const QList<Entry> &list, quint64 number)
{
    const auto found = std::find_if(
        list.begin(), list.end(), [number](const Entry &entry) { return entry.number == number; });
    return found == list.end() ? nullptr : &*found;
}

// In the place of the one with its number, or behind all.
template <class Entry>
void setNumber(QList<Entry> &list, const Entry &entry)
{
    if (Entry *const known = findNumber(list, entry.number))
        *known = entry;
    else
        list.append(entry);
}

template <class Entry>
void removeNumber(QList<Entry> &list, quint64 number)
{
    list.removeIf([number](const Entry &entry) { return entry.number == number; });
}

// The last ones of a history.
template <class Entry>
void appendBounded(QList<Entry> &history, const Entry &entry, qsizetype kept)
{
    history.append(entry);
    if (history.size() > kept)
        history.remove(0, history.size() - kept);
}

} // namespace Spawn
