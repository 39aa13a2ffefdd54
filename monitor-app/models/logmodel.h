// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QAbstractTableModel>
#include <QtCore/QMap>

#include <array>

namespace Spawn {

// As a level is shown; what is fatal is critical.
enum class LogLevel {
    Debug,
    Info,
    Warning,
    Critical,
};
inline constexpr int LogLevels = 4;
LogLevel logLevel(QtMsgType type);
QString levelWord(LogLevel level);
Mark logLevelMark(LogLevel level);

// What a spawner and its helper have said, newest first. Rows come and go as the ring of the
// snapshot turns; the oldest make room.
class LogModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        TimeColumn,
        LevelColumn,
        CategoryColumn,
        MessageColumn,
        ColumnCount,
    };
    enum Role {
        CommandRole = Qt::UserRole + 100, // quint64: which it is about; invalid: none
        LevelRole, // int, of LogLevel
    };
    static constexpr qsizetype Capacity = 50'000;

    using QAbstractTableModel::QAbstractTableModel;

    void setRecords(QList<LogSnapshot> oldestFirst, qint64 now);
    const LogSnapshot &at(int row) const { return m_records.at(m_records.size() - 1 - row); }
    int rowOf(quint64 number) const; // -1: it is not there
    int count(LogLevel level) const { return m_counts[size_t(level)]; }
    QStringList categories() const { return m_categories.keys(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool continues(const QList<LogSnapshot> &oldestFirst) const;
    void count(const LogSnapshot &record, int by);

    QList<LogSnapshot> m_records; // oldest first
    std::array<int, LogLevels> m_counts{};
    QMap<QString, int> m_categories;
    qint64 m_now = 0;
};

} // namespace Spawn
