// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timelinetable.h"

#include "models/cellrole.h"
#include "models/commandtext.h"
#include "models/mark.h"
#include "models/momenttext.h"

#include <algorithm>

namespace Spawn {

void TimelineTable::setCommands(const QList<quint64> &newestFirst,
                                const QHash<quint64, CommandSnapshot> &commands, qint64 now)
{
    QList<quint64> wanted;
    wanted.reserve(newestFirst.size());
    std::copy_if(newestFirst.begin(), newestFirst.end(), std::back_inserter(wanted),
                 [&commands](quint64 id) { return commands.contains(id); });
    removeAllBut(wanted);
    // Not all that there are: a share of them would make the next change copy them.
    m_commands.clear();
    for (const quint64 id : std::as_const(wanted))
        m_commands.insert(id, *commands.constFind(id));
    m_now = now;
    insertAll(wanted);
    if (!m_ids.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

// Blocks of rows from below, so that those above keep their places.
void TimelineTable::removeAllBut(const QList<quint64> &wanted)
{
    const auto isWanted = [&wanted](quint64 id) {
        return std::binary_search(wanted.begin(), wanted.end(), id, std::greater<>());
    };
    for (qsizetype end = m_ids.size(); end > 0;) {
        if (isWanted(m_ids.at(end - 1))) {
            --end;
            continue;
        }
        qsizetype begin = end - 1;
        while (begin > 0 && !isWanted(m_ids.at(begin - 1)))
            --begin;
        beginRemoveRows({}, int(begin), int(end) - 1);
        m_ids.remove(begin, end - begin);
        endRemoveRows();
        end = begin;
    }
}

void TimelineTable::insertAll(const QList<quint64> &wanted)
{
    for (qsizetype at = 0; at < wanted.size(); ++at) {
        if (at < m_ids.size() && m_ids.at(at) == wanted.at(at))
            continue;
        qsizetype end = at + 1;
        while (end < wanted.size() && (at >= m_ids.size() || wanted.at(end) != m_ids.at(at)))
            ++end;
        beginInsertRows({}, int(at), int(end) - 1);
        m_ids = m_ids.mid(0, at) + wanted.mid(at, end - at) + m_ids.mid(at);
        endInsertRows();
        at = end - 1;
    }
}

int TimelineTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_ids.size());
}

int TimelineTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static bool isText(int column)
{
    return column == TimelineTable::StateColumn || column == TimelineTable::CommandColumn;
}

static QString cellText(const CommandSnapshot &command, int column, qint64 now)
{
    switch (column) {
    case TimelineTable::StateColumn:
        return stateWord(command);
    case TimelineTable::IdColumn:
        return QString::number(command.id);
    case TimelineTable::CommandColumn:
        return commandLine(command);
    case TimelineTable::SubmittedColumn:
        return momentText(command.submitted, now);
    case TimelineTable::StartedColumn:
        return momentText(command.started, now);
    case TimelineTable::EndedColumn:
        return momentText(command.finished, now);
    case TimelineTable::WaitedColumn:
        return secondsText(waitedOf(command, now), 2);
    case TimelineTable::RanColumn:
        return secondsText(ranOf(command, now), 2);
    }
    return {};
}

static QVariant sortValue(const CommandSnapshot &command, int column, qint64 now)
{
    switch (column) {
    case TimelineTable::IdColumn:
        return command.id;
    case TimelineTable::SubmittedColumn:
        return command.submitted;
    case TimelineTable::StartedColumn:
        return command.started;
    case TimelineTable::EndedColumn:
        return command.finished;
    case TimelineTable::WaitedColumn:
        return qint64(waitedOf(command, now).count());
    case TimelineTable::RanColumn:
        return qint64(ranOf(command, now).count());
    }
    return cellText(command, column, now);
}

QVariant TimelineTable::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_ids.size())
        return {};
    const auto command = m_commands.constFind(m_ids.at(index.row()));
    if (command == m_commands.cend())
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(*command, column, m_now);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isText(column) ? Qt::AlignLeft : Qt::AlignRight));
    case MarkRole:
        return column == StateColumn
            ? QVariant::fromValue(commandMark(command->state, command->error))
            : QVariant();
    case SortRole:
        return sortValue(*command, column, m_now);
    case IdRole:
        return command->id;
    case FiguresRole:
        return !isText(column);
    case QuietRole:
        return column == IdColumn;
    }
    return {};
}

QVariant TimelineTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isText(section) ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case StateColumn:
        return QStringLiteral("State");
    case IdColumn:
        return QStringLiteral("#");
    case CommandColumn:
        return QStringLiteral("Command");
    case SubmittedColumn:
        return QStringLiteral("Submitted");
    case StartedColumn:
        return QStringLiteral("Started");
    case EndedColumn:
        return QStringLiteral("Ended");
    case WaitedColumn:
        return QStringLiteral("Waited");
    case RanColumn:
        return QStringLiteral("Ran");
    }
    return {};
}

} // namespace Spawn
