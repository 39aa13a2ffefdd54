// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

// The columns of the commands.
enum class CommandColumn {
    State,
    Id,
    Command,
    Label,
    Priority,
    Waited,
    Ran,
    Processor,
    Memory,
    Result,
    ProcessId,
    Started,
};
inline constexpr int CommandColumns = 12;

// What one command is sorted by; taken once, so that an order holds although time goes on.
struct CommandKey
{
    qint64 first = 0;
    qint64 second = 0;
    QString text;
    quint64 id = 0;
    bool unknown = false; // at the end, whichever the direction

    friend bool operator==(const CommandKey &a, const CommandKey &b)
    {
        return a.id == b.id && a.first == b.first && a.second == b.second && a.unknown == b.unknown
            && a.text == b.text;
    }
};

// By a column; what is alike is newest first. By state it is what runs, what starts, what waits in
// the order of the queue, what has ended with the newest first.
class CommandOrder
{
public:
    CommandOrder() = default;
    CommandOrder(CommandColumn column, bool descending) : m_column(column), m_descending(descending)
    {
    }

    CommandColumn column() const { return m_column; }
    bool isDescending() const { return m_descending; }
    // Whether a key changes while nothing but time does.
    bool isOfTime() const;

    CommandKey keyOf(const CommandSnapshot &command, qint64 now) const;
    bool operator()(const CommandKey &a, const CommandKey &b) const
    {
        if (a.unknown != b.unknown)
            return b.unknown;
        if (a.first != b.first)
            return (a.first < b.first) != m_descending;
        if (a.second != b.second)
            return (a.second < b.second) != m_descending;
        if (!a.text.isEmpty() || !b.text.isEmpty()) {
            const int compared = a.text.compare(b.text);
            if (compared != 0)
                return (compared < 0) != m_descending;
        }
        return a.id > b.id;
    }

private:
    CommandColumn m_column = CommandColumn::State;
    bool m_descending = false;
};

} // namespace Spawn
