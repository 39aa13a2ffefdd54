// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logmodel.h"

#include "models/cellrole.h"
#include "models/momenttext.h"
#include "models/terminaltext.h"

#include <algorithm>

namespace Spawn {

LogLevel logLevel(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        return LogLevel::Critical;
    }
    return LogLevel::Info;
}

QString levelWord(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return QStringLiteral("Debug");
    case LogLevel::Info:
        return QStringLiteral("Info");
    case LogLevel::Warning:
        return QStringLiteral("Warning");
    case LogLevel::Critical:
        return QStringLiteral("Critical");
    }
    return {};
}

Mark logLevelMark(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return {Glyph::Dot, Tone::Neutral};
    case LogLevel::Info:
        return {Glyph::RingWithI, Tone::Neutral};
    case LogLevel::Warning:
        return {Glyph::WarningSign, Tone::Warn};
    case LogLevel::Critical:
        return {Glyph::CriticalSign, Tone::Fail};
    }
    return {};
}

static auto firstFrom(const QList<LogSnapshot> &records, quint64 number)
{
    return std::lower_bound(
        records.begin(), records.end(), number,
        [](const LogSnapshot &record, quint64 wanted) { return record.number < wanted; });
}

bool LogModel::continues(const QList<LogSnapshot> &oldestFirst) const
{
    return !m_records.isEmpty() && !oldestFirst.isEmpty()
        && oldestFirst.first().number >= m_records.first().number
        && oldestFirst.first().number <= m_records.last().number
        && oldestFirst.last().number >= m_records.last().number;
}

void LogModel::count(const LogSnapshot &record, int by)
{
    m_counts[size_t(logLevel(record.level))] += by;
    int &ofCategory = m_categories[record.category];
    ofCategory += by;
    if (ofCategory == 0)
        m_categories.remove(record.category);
}

void LogModel::setRecords(QList<LogSnapshot> oldestFirst, qint64 now)
{
    const qint64 before = std::exchange(m_now, now);
    if (oldestFirst.size() > Capacity)
        oldestFirst.remove(0, oldestFirst.size() - Capacity);
    if (!continues(oldestFirst)) {
        if (m_records.isEmpty() && oldestFirst.isEmpty())
            return;
        beginResetModel();
        m_records = oldestFirst;
        m_counts = {};
        m_categories.clear();
        for (const LogSnapshot &record : std::as_const(m_records))
            count(record, 1);
        endResetModel();
        return;
    }
    const qsizetype gone
        = firstFrom(m_records, oldestFirst.first().number) - std::as_const(m_records).begin();
    if (gone > 0) {
        beginRemoveRows({}, int(m_records.size() - gone), int(m_records.size()) - 1);
        for (qsizetype i = 0; i < gone; ++i)
            count(m_records.at(i), -1);
        m_records.remove(0, gone);
        endRemoveRows();
    }
    const auto added = firstFrom(oldestFirst, m_records.last().number + 1);
    if (const auto end = std::as_const(oldestFirst).end(); added != end) {
        beginInsertRows({}, 0, int(end - added) - 1);
        std::for_each(added, end, [this](const LogSnapshot &record) { count(record, 1); });
        m_records = oldestFirst; // shared with the snapshot from now on
        endInsertRows();
    }
    // What was today is a weekday now.
    if (momentText(now, before) != momentText(now, now))
        Q_EMIT dataChanged(index(0, TimeColumn), index(rowCount() - 1, TimeColumn));
}

int LogModel::rowOf(quint64 number) const
{
    const auto found = firstFrom(m_records, number);
    if (found == m_records.end() || found->number != number)
        return -1;
    return int(m_records.end() - found) - 1;
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString cellText(const LogSnapshot &record, int column, qint64 now)
{
    switch (column) {
    case LogModel::TimeColumn:
        return momentText(record.time, now);
    case LogModel::LevelColumn:
        return levelWord(logLevel(record.level));
    case LogModel::CategoryColumn:
        return printableText(record.category.toUtf8());
    case LogModel::MessageColumn:
        return printableText(record.message.toUtf8());
    }
    return {};
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_records.size())
        return {};
    const LogSnapshot &record = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(record, column, m_now);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    case MarkRole:
        return column == LevelColumn ? QVariant::fromValue(logLevelMark(logLevel(record.level)))
                                     : QVariant();
    case SortRole:
        if (column == TimeColumn)
            return record.number;
        return column == LevelColumn ? QVariant(int(logLevel(record.level)))
                                     : QVariant(cellText(record, column, m_now));
    case IdRole:
        return record.number;
    case FiguresRole:
        return column == TimeColumn;
    case QuietRole:
        return column == CategoryColumn
            || (column == TimeColumn && logLevel(record.level) == LogLevel::Debug);
    case CommandRole:
        return record.command == 0 ? QVariant() : QVariant(record.command);
    case LevelRole:
        return int(logLevel(record.level));
    }
    return {};
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return QStringLiteral("Time");
    case LevelColumn:
        return QStringLiteral("Level");
    case CategoryColumn:
        return QStringLiteral("Category");
    case MessageColumn:
        return QStringLiteral("Message");
    }
    return {};
}

} // namespace Spawn
