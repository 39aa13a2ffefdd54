// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QHash>
#include <QtCore/QMap>

#include <deque>
#include <map>
#include <utility>
#include <vector>

namespace Spawn {

// What the figures say of all commands, kept up to date with each change: there may be 100 000 of
// them, and the figures are asked for twice a second. Moments are exclusive.
class CommandTally
{
public:
    CommandTally() = default;
    explicit CommandTally(const SpawnerSnapshot &snapshot) { reset(snapshot); }

    void reset(const SpawnerSnapshot &snapshot);
    // These have changed, come or gone.
    void change(const SpawnerSnapshot &snapshot, const QList<quint64> &ids);

    // Without those that somebody wanted to end.
    struct Ended
    {
        int all = 0;
        int failed = 0;
    };
    Ended endedSince(qint64 moment) const;

    // Those that failed alike: by their label, or else by their program.
    struct Failures
    {
        QString name; // empty: of secret ones
        CommandResult::Error error = CommandResult::Error::NoError;
        int count = 0;
        quint64 latest = 0;
    };
    QList<Failures> failuresSince(qint64 moment) const;

    int waitingBefore(qint64 moment) const; // submitted
    quint64 oldestWaiting() const; // 0: none

    // How long those have waited that were started.
    std::vector<std::chrono::microseconds> waitsSince(qint64 moment) const;

private:
    using Moment = std::pair<qint64, quint64>; // and whose
    using FailureKey = std::pair<QString, CommandResult::Error>;

    // As it is counted.
    struct Entry
    {
        qint64 submitted = 0; // while it waits
        qint64 started = 0;
        qint64 finished = 0;
        CommandResult::Error error = CommandResult::Error::NoError;
        bool isFinished = false;
        bool operator==(const Entry &other) const = default;
    };

    void take(quint64 id, const CommandSnapshot *command);
    void count(quint64 id, const CommandSnapshot &command, const Entry &entry);
    void uncount(quint64 id, const Entry &entry);

    QHash<quint64, Entry> m_entries;
    // In order.
    std::deque<Moment> m_waiting;
    std::deque<Moment> m_ended;
    QHash<quint64, FailureKey> m_failed;
    QMap<FailureKey, std::deque<Moment>> m_failures;
    std::map<Moment, std::chrono::microseconds> m_waits; // of the last minutes
};

} // namespace Spawn
