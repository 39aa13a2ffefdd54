// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandtally.h"

#include "models/commandtext.h"

#include <algorithm>

namespace Spawn {

// Longer than anybody asks for, by clocks that may differ.
static constexpr qint64 WaitsKept = 120'000; // ms

template <class Moments>
static auto firstSince(const Moments &moments, qint64 moment)
{
    using Moment = typename Moments::value_type;
    return std::lower_bound(moments.begin(), moments.end(), Moment(moment + 1, 0));
}

// Nearly always at an end: what is newest comes, what is oldest goes.
template <class Moments>
static void add(Moments &moments, const typename Moments::value_type &moment)
{
    moments.insert(std::lower_bound(moments.begin(), moments.end(), moment), moment);
}

template <class Moments>
static void remove(Moments &moments, const typename Moments::value_type &moment)
{
    const auto found = std::lower_bound(moments.begin(), moments.end(), moment);
    if (found != moments.end() && *found == moment)
        moments.erase(found);
}

static bool wasWanted(CommandResult::Error error)
{
    return error == CommandResult::Error::Cancelled || error == CommandResult::Error::Destroyed;
}

static QString nameOf(const CommandSnapshot &command)
{
    return command.label.isEmpty() ? programName(command) : command.label;
}

void CommandTally::reset(const SpawnerSnapshot &snapshot)
{
    *this = CommandTally();
    m_entries.reserve(snapshot.commands.size());
    // In order, so that each is added at the end.
    std::vector<std::pair<qint64, quint64>> order;
    order.reserve(size_t(snapshot.commands.size()));
    for (auto it = snapshot.commands.cbegin(); it != snapshot.commands.cend(); ++it)
        order.emplace_back(it->isFinished() ? it->finished : it->submitted, it.key());
    std::sort(order.begin(), order.end());
    for (const auto &[moment, id] : order)
        take(id, &*snapshot.commands.constFind(id));
}

void CommandTally::change(const SpawnerSnapshot &snapshot, const QList<quint64> &ids)
{
    for (const quint64 id : ids) {
        const auto found = snapshot.commands.constFind(id);
        take(id, found == snapshot.commands.cend() ? nullptr : &*found);
    }
    // The ids of a change need not be all.
    if (m_entries.size() != snapshot.commands.size())
        reset(snapshot);
    if (!m_waits.empty())
        m_waits.erase(m_waits.begin(), m_waits.lower_bound({snapshot.time - WaitsKept, 0}));
}

void CommandTally::take(quint64 id, const CommandSnapshot *command)
{
    const auto known = m_entries.constFind(id);
    if (!command) {
        if (known != m_entries.cend())
            uncount(id, *known);
        m_entries.remove(id);
        return;
    }
    Entry entry;
    // How workers end is with their pools, which end them by signals, too.
    entry.isFinished = command->isFinished() && !command->worker;
    if (command->state == CommandReply::State::Queued)
        entry.submitted = command->submitted;
    entry.started = command->started;
    entry.finished = command->finished;
    entry.error = command->error;
    if (known != m_entries.cend()) {
        if (*known == entry)
            return;
        uncount(id, *known);
    }
    m_entries.insert(id, entry);
    count(id, *command, entry);
}

void CommandTally::count(quint64 id, const CommandSnapshot &command, const Entry &entry)
{
    if (entry.submitted != 0)
        add(m_waiting, {entry.submitted, id});
    if (entry.started != 0)
        m_waits.insert_or_assign({entry.started, id}, command.queued);
    if (!entry.isFinished || wasWanted(entry.error))
        return;
    add(m_ended, {entry.finished, id});
    if (entry.error == CommandResult::Error::NoError)
        return;
    const FailureKey key(nameOf(command), entry.error);
    m_failed.insert(id, key);
    add(m_failures[key], {entry.finished, id});
}

void CommandTally::uncount(quint64 id, const Entry &entry)
{
    remove(m_waiting, {entry.submitted, id});
    m_waits.erase({entry.started, id});
    if (!entry.isFinished || wasWanted(entry.error))
        return;
    remove(m_ended, {entry.finished, id});
    const auto failed = m_failed.constFind(id);
    if (failed == m_failed.cend())
        return;
    const auto group = m_failures.find(*failed);
    remove(*group, {entry.finished, id});
    if (group->empty())
        m_failures.erase(group);
    m_failed.erase(failed);
}

CommandTally::Ended CommandTally::endedSince(qint64 moment) const
{
    Ended ended;
    ended.all = int(m_ended.end() - firstSince(m_ended, moment));
    for (const std::deque<Moment> &group : m_failures)
        ended.failed += int(group.end() - firstSince(group, moment));
    return ended;
}

QList<CommandTally::Failures> CommandTally::failuresSince(qint64 moment) const
{
    QList<Failures> result;
    for (auto it = m_failures.cbegin(); it != m_failures.cend(); ++it) {
        const int count = int(it->end() - firstSince(*it, moment));
        if (count > 0)
            result += {it.key().first, it.key().second, count, it->back().second};
    }
    return result;
}

int CommandTally::waitingBefore(qint64 moment) const
{
    return int(firstSince(m_waiting, moment - 1) - m_waiting.begin());
}

quint64 CommandTally::oldestWaiting() const
{
    return m_waiting.empty() ? 0 : m_waiting.front().second;
}

std::vector<std::chrono::microseconds> CommandTally::waitsSince(qint64 moment) const
{
    std::vector<std::chrono::microseconds> waits;
    for (auto it = m_waits.lower_bound({moment + 1, 0}); it != m_waits.end(); ++it)
        waits.push_back(it->second);
    return waits;
}

} // namespace Spawn
