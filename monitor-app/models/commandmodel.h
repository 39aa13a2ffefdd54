// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cellrole.h"
#include "models/commandfilter.h"
#include "models/commandorder.h"
#include "models/queueorder.h"
#include "models/sharehistory.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QSet>

#include <array>
#include <deque>
#include <vector>

namespace Spawn {

// The commands that a filter finds, in order; made for 100 000 of them. It filters and sorts by
// itself: of a change only the commands in it are looked at, and whatever their number the views
// hear of one insertion at the end, one change of the order and one removal at the end.
class CommandModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    using Commands = QHash<quint64, CommandSnapshot>;

    using QAbstractTableModel::QAbstractTableModel;

    // Another snapshot: of before only the curves of those that still run are kept.
    void setCommands(const Commands &commands, qint64 now);
    // These have changed, come or gone.
    void change(const QList<quint64> &ids, const Commands &commands, qint64 now);
    void setNow(qint64 now); // ages go on
    void takeShares(); // once a second

    void setFilter(const CommandFilter &filter);
    const CommandFilter &filter() const { return m_filter; }
    void sort(int column, Qt::SortOrder order) override;
    // While held no row comes, goes or moves; values change.
    void setHeld(bool held);
    bool isHeld() const { return m_held; }

    int rowOf(quint64 id) const; // -1: it is not shown
    const CommandSnapshot &at(int row) const { return m_commands[m_rows[size_t(row)]]; }
    const CommandSnapshot *find(quint64 id) const; // shown or not
    int count(CommandGroup group) const { return m_counts[size_t(group)]; }
    int total() const { return int(m_slots.size()); } // shown or not

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    static QString columnTitle(CommandColumn column);

Q_SIGNALS:
    void ended(const QList<quint64> &ids); // just now

private:
    using Slot = quint32; // where a command lies, as long as it is known

    struct Flags
    {
        bool gone = false;
        bool unsettled = false; // it may have to come, go or move
    };

    // What a settling is about.
    struct Steps
    {
        std::vector<Slot> entering;
        std::vector<Slot> moving;
        std::vector<Slot> leaving;
    };

    void take(quint64 id, const Commands &commands);
    void takeRest(const Commands &commands);
    void remove(quint64 id, Slot slot);
    void queue(const CommandSnapshot &before, const CommandSnapshot &after);
    void unsettle(Slot slot);
    void settle();
    void append(const std::vector<Slot> &entering);
    void rearrange(const Steps &steps);
    void placeRows(std::vector<Slot> rows);
    void dropTail(const std::vector<Slot> &leaving);
    void forget(Slot slot);
    void showChanges(const std::vector<Slot> &changed);
    QString cellText(const CommandSnapshot &command, CommandColumn column) const;

    // By slot.
    std::deque<CommandSnapshot> m_commands;
    std::vector<CommandKey> m_keys;
    std::vector<int> m_rowOfSlot; // -1: not shown
    std::vector<Flags> m_flags;

    QHash<quint64, Slot> m_slots;
    std::vector<Slot> m_free;
    std::vector<Slot> m_rows;
    std::vector<Slot> m_unsettled;
    QSet<quint64> m_active; // not finished
    QSet<quint64> m_running;
    std::array<int, CommandGroups> m_counts{};
    QueueOrder m_queue;
    std::vector<QueueOrder::Key> m_queued; // since the last settling
    std::vector<QueueOrder::Key> m_unqueued;
    ShareHistory m_shares;
    QList<quint64> m_ended;
    CommandFilter m_filter;
    CommandOrder m_order;
    qint64 m_now = 0;
    bool m_held = false;
    int m_gone = 0; // that are still in a slot
};

} // namespace Spawn
