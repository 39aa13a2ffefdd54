// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the rows of the commands come, go and move.
#include "models/commandmodel.h"

#include <algorithm>
#include <utility>

namespace Spawn {

void CommandModel::sort(int column, Qt::SortOrder order)
{
    m_order = CommandOrder(CommandColumn(std::max(0, column)), order == Qt::DescendingOrder);
    for (const Slot slot : m_rows)
        m_keys[slot] = m_order.keyOf(m_commands[slot], m_now);
    std::vector<Slot> rows = m_rows;
    std::sort(rows.begin(), rows.end(),
              [this](Slot a, Slot b) { return m_order(m_keys[a], m_keys[b]); });
    placeRows(std::move(rows));
}

void CommandModel::settle()
{
    Steps steps;
    std::vector<Slot> changed;
    for (const Slot slot : std::exchange(m_unsettled, {})) {
        m_flags[slot].unsettled = false;
        const CommandSnapshot &command = m_commands[slot];
        const bool shown = m_rowOfSlot[slot] >= 0;
        const bool wanted = !m_flags[slot].gone && m_filter.accepts(command);
        if (!wanted) {
            if (shown)
                steps.leaving.push_back(slot);
            else if (m_flags[slot].gone)
                forget(slot);
            continue;
        }
        CommandKey key = m_order.keyOf(command, m_now);
        if (!shown)
            steps.entering.push_back(slot);
        else if (!(key == m_keys[slot]))
            steps.moving.push_back(slot);
        changed.push_back(slot);
        m_keys[slot] = std::move(key);
    }
    append(steps.entering);
    rearrange(steps);
    dropTail(steps.leaving);
    showChanges(changed);
}

void CommandModel::append(const std::vector<Slot> &entering)
{
    if (entering.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(entering.size()) - 1);
    for (const Slot slot : entering) {
        m_rowOfSlot[slot] = int(m_rows.size());
        m_rows.push_back(slot);
    }
    endInsertRows();
}

// Those that stay are in order already: what comes and moves is put between them, and what leaves
// goes to the end.
void CommandModel::rearrange(const Steps &steps)
{
    std::vector<Slot> placed = steps.entering;
    placed.insert(placed.end(), steps.moving.begin(), steps.moving.end());
    std::sort(placed.begin(), placed.end(),
              [this](Slot a, Slot b) { return m_order(m_keys[a], m_keys[b]); });
    std::vector<int> taken; // rows
    taken.reserve(placed.size() + steps.leaving.size());
    for (const Slot slot : placed)
        taken.push_back(m_rowOfSlot[slot]);
    for (const Slot slot : steps.leaving)
        taken.push_back(m_rowOfSlot[slot]);
    if (taken.empty())
        return;
    std::sort(taken.begin(), taken.end());

    std::vector<Slot> kept;
    kept.reserve(m_rows.size());
    auto from = m_rows.begin();
    for (const int row : taken) {
        kept.insert(kept.end(), from, m_rows.begin() + row);
        from = m_rows.begin() + row + 1;
    }
    kept.insert(kept.end(), from, m_rows.end());

    std::vector<Slot> rows;
    rows.reserve(m_rows.size());
    auto next = kept.cbegin();
    for (const Slot slot : placed) {
        const auto place
            = std::lower_bound(next, kept.cend(), slot, [this](Slot other, Slot wanted) {
                  return m_order(m_keys[other], m_keys[wanted]);
              });
        rows.insert(rows.end(), next, place);
        rows.push_back(slot);
        next = place;
    }
    rows.insert(rows.end(), next, kept.cend());
    rows.insert(rows.end(), steps.leaving.begin(), steps.leaving.end());
    placeRows(std::move(rows));
}

void CommandModel::placeRows(std::vector<Slot> rows)
{
    if (rows == m_rows)
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    m_rows.swap(rows); // `rows` is the order of before
    for (size_t row = 0; row < m_rows.size(); ++row)
        m_rowOfSlot[m_rows[row]] = int(row);
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &old : before)
        after += index(m_rowOfSlot[rows[size_t(old.row())]], old.column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void CommandModel::dropTail(const std::vector<Slot> &leaving)
{
    if (leaving.empty())
        return;
    const int last = rowCount() - 1;
    beginRemoveRows({}, last - int(leaving.size()) + 1, last);
    m_rows.resize(m_rows.size() - leaving.size());
    for (const Slot slot : leaving)
        m_rowOfSlot[slot] = -1;
    endRemoveRows();
    for (const Slot slot : leaving) {
        if (m_flags[slot].gone)
            forget(slot);
    }
}

void CommandModel::forget(Slot slot)
{
    m_slots.remove(m_commands[slot].id);
    m_commands[slot] = {};
    m_flags[slot] = {};
    m_free.push_back(slot);
    --m_gone;
}

// One range over all of them: a view draws only what is seen of it.
void CommandModel::showChanges(const std::vector<Slot> &changed)
{
    int first = -1;
    int last = -1;
    for (const Slot slot : changed) {
        const int row = m_rowOfSlot[slot];
        if (row < 0)
            continue;
        first = first < 0 ? row : std::min(first, row);
        last = std::max(last, row);
    }
    if (first >= 0)
        Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

} // namespace Spawn
