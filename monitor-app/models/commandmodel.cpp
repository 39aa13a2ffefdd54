// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandmodel.h"

#include <algorithm>
#include <utility>

namespace Spawn {

void CommandModel::setCommands(const Commands &commands, qint64 now)
{
    beginResetModel();
    m_now = now;
    m_commands.clear();
    m_keys.clear();
    m_rowOfSlot.clear();
    m_flags.clear();
    m_slots.clear();
    m_free.clear();
    m_rows.clear();
    m_unsettled.clear();
    m_active.clear();
    m_running.clear();
    m_counts = {};
    m_queue.clear();
    m_queued.clear();
    m_unqueued.clear();
    m_gone = 0;
    // With room for what comes: growing moves all of them, in the midst of a change.
    const auto room = size_t(commands.size()) + size_t(commands.size()) / 4;
    m_slots.reserve(qsizetype(room));
    m_keys.reserve(room);
    m_rowOfSlot.reserve(room);
    m_flags.reserve(room);
    for (auto it = commands.cbegin(); it != commands.cend(); ++it)
        take(it.key(), commands);
    m_queue.change(std::exchange(m_queued, {}), std::exchange(m_unqueued, {}));
    m_ended.clear();
    m_shares.keepOnly(m_active);
    for (const Slot slot : std::exchange(m_unsettled, {})) {
        m_flags[slot].unsettled = false;
        if (!m_filter.accepts(m_commands[slot]))
            continue;
        m_keys[slot] = m_order.keyOf(m_commands[slot], m_now);
        m_rows.push_back(slot);
    }
    std::sort(m_rows.begin(), m_rows.end(),
              [this](Slot a, Slot b) { return m_order(m_keys[a], m_keys[b]); });
    for (size_t row = 0; row < m_rows.size(); ++row)
        m_rowOfSlot[m_rows[row]] = int(row);
    endResetModel();
}

void CommandModel::change(const QList<quint64> &ids, const Commands &commands, qint64 now)
{
    m_now = now;
    for (const quint64 id : ids)
        take(id, commands);
    if (m_slots.size() - m_gone != commands.size())
        takeRest(commands);
    const bool queueChanged = !m_queued.empty() || !m_unqueued.empty();
    if (queueChanged)
        m_queue.change(std::exchange(m_queued, {}), std::exchange(m_unqueued, {}));
    if (m_held)
        showChanges(m_unsettled);
    else
        settle();
    // Each of the others has another place in the queue.
    if (queueChanged && !m_rows.empty())
        Q_EMIT dataChanged(index(0, int(CommandColumn::State)),
                           index(rowCount() - 1, int(CommandColumn::State)));
    if (!m_ended.isEmpty())
        Q_EMIT ended(std::exchange(m_ended, {}));
}

void CommandModel::take(quint64 id, const Commands &commands)
{
    const auto found = commands.constFind(id);
    const auto known = m_slots.constFind(id);
    if (found == commands.cend()) {
        if (known != m_slots.cend())
            remove(id, *known);
        return;
    }
    Slot slot = 0;
    if (known != m_slots.cend()) {
        slot = *known;
        Flags &flags = m_flags[slot];
        if (flags.gone) {
            flags.gone = false;
            --m_gone;
        } else {
            --m_counts[size_t(groupOf(m_commands[slot]))];
        }
        queue(m_commands[slot], *found);
        if (found->isFinished() && !m_commands[slot].isFinished())
            m_ended += id;
        m_commands[slot] = *found;
    } else {
        if (m_free.empty()) {
            slot = Slot(m_commands.size());
            m_commands.push_back(*found);
            m_keys.emplace_back();
            m_rowOfSlot.push_back(-1);
            m_flags.emplace_back();
        } else {
            slot = m_free.back();
            m_free.pop_back();
            m_commands[slot] = *found;
        }
        m_slots.insert(id, slot);
        queue({}, *found);
    }
    ++m_counts[size_t(groupOf(*found))];
    if (found->isFinished()) {
        m_active.remove(id);
        m_shares.remove(id);
    } else {
        m_active.insert(id);
    }
    if (found->state == CommandReply::State::Running)
        m_running.insert(id);
    else
        m_running.remove(id);
    unsettle(slot);
}

// The ids of a change need not be all: the oldest make room silently.
void CommandModel::takeRest(const Commands &commands)
{
    for (auto it = m_slots.cbegin(); it != m_slots.cend(); ++it) {
        if (!m_flags[*it].gone && !commands.contains(it.key()))
            remove(it.key(), *it);
    }
    if (m_slots.size() - m_gone == commands.size())
        return;
    for (auto it = commands.cbegin(); it != commands.cend(); ++it) {
        if (!m_slots.contains(it.key()))
            take(it.key(), commands);
    }
}

void CommandModel::remove(quint64 id, Slot slot)
{
    if (std::exchange(m_flags[slot].gone, true))
        return;
    ++m_gone;
    --m_counts[size_t(groupOf(m_commands[slot]))];
    queue(m_commands[slot], {});
    m_active.remove(id);
    m_running.remove(id);
    m_shares.remove(id);
    unsettle(slot);
}

void CommandModel::queue(const CommandSnapshot &before, const CommandSnapshot &after)
{
    // A snapshot that was never filled in has no id.
    const bool waited = before.id != 0 && before.state == CommandReply::State::Queued;
    const bool waits = after.id != 0 && after.state == CommandReply::State::Queued;
    if (waited == waits && before.priority == after.priority)
        return;
    if (waited)
        m_unqueued.push_back(QueueOrder::keyOf(before.priority, before.id));
    if (waits)
        m_queued.push_back(QueueOrder::keyOf(after.priority, after.id));
}

void CommandModel::unsettle(Slot slot)
{
    if (!std::exchange(m_flags[slot].unsettled, true))
        m_unsettled.push_back(slot);
}

void CommandModel::setNow(qint64 now)
{
    m_now = now;
    if (m_order.isOfTime() && !m_held) {
        for (const quint64 id : std::as_const(m_active))
            unsettle(m_slots.value(id));
        settle();
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, int(CommandColumn::Waited)),
                           index(rowCount() - 1, int(CommandColumn::Memory)));
}

void CommandModel::takeShares()
{
    for (const quint64 id : std::as_const(m_running)) {
        const CommandSnapshot &command = m_commands[m_slots.value(id)];
        if (command.processorShare >= 0)
            m_shares.append(id, command.processorShare);
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, int(CommandColumn::Processor)),
                           index(rowCount() - 1, int(CommandColumn::Processor)));
}

void CommandModel::setFilter(const CommandFilter &filter)
{
    m_filter = filter;
    for (const Slot slot : std::as_const(m_slots))
        unsettle(slot);
    settle(); // it was asked for, so the hold does not count
}

void CommandModel::setHeld(bool held)
{
    m_held = held;
    if (!held)
        settle();
}

int CommandModel::rowOf(quint64 id) const
{
    const auto found = m_slots.constFind(id);
    return found == m_slots.cend() ? -1 : m_rowOfSlot[*found];
}

const CommandSnapshot *CommandModel::find(quint64 id) const
{
    const auto found = m_slots.constFind(id);
    return found == m_slots.cend() ? nullptr : &m_commands[*found];
}

} // namespace Spawn
