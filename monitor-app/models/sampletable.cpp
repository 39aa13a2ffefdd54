// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sampletable.h"

#include "models/cellrole.h"
#include "models/momenttext.h"
#include "models/quantity.h"

#include <algorithm>

namespace Spawn {

void SampleTable::setSamples(const QList<Sample> &oldestFirst)
{
    const qint64 newest = m_samples.isEmpty() ? 0 : m_samples.last().time;
    const qint64 oldest = oldestFirst.isEmpty() ? 0 : oldestFirst.first().time;
    if (m_samples.isEmpty() || oldest > newest || oldest < m_samples.first().time) {
        beginResetModel();
        m_samples = oldestFirst;
        endResetModel();
        return;
    }
    // They slide: some are gone at the old end, some are new.
    int gone = 0;
    while (m_samples.at(gone).time < oldest)
        ++gone;
    if (gone > 0) {
        beginRemoveRows({}, rowCount() - gone, rowCount() - 1);
        m_samples.remove(0, gone);
        endRemoveRows();
    }
    const auto added
        = std::find_if(oldestFirst.begin(), oldestFirst.end(),
                       [newest](const Sample &sample) { return sample.time > newest; });
    if (added != oldestFirst.end()) {
        beginInsertRows({}, 0, int(oldestFirst.end() - added) - 1);
        m_samples.append(QList<Sample>(added, oldestFirst.end()));
        endInsertRows();
    }
}

int SampleTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_samples.size());
}

int SampleTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString waitText(std::chrono::microseconds wait)
{
    // One unit and one number of decimals, so that the column can be compared.
    return wait.count() < 0 ? QString()
                            : QStringLiteral("%1 s").arg(double(wait.count()) / 1e6, 0, 'f', 2);
}

static QString cellText(const Sample &sample, int column)
{
    switch (column) {
    case SampleTable::TimeColumn:
        return clockText(sample.time);
    case SampleTable::StartedColumn:
        return sample.startedPerSecond < 0 ? QString()
                                           : QString::number(sample.startedPerSecond, 'f', 1);
    case SampleTable::WaitingColumn:
        return countText(quint64(sample.waiting));
    case SampleTable::RunningColumn:
        return countText(quint64(sample.running));
    case SampleTable::MedianColumn:
        return waitText(sample.waitMedian);
    case SampleTable::P95Column:
        return waitText(sample.waitP95);
    case SampleTable::P99Column:
        return waitText(sample.waitP99);
    case SampleTable::MemoryColumn:
        return sample.memory < 0 ? QString() : byteCountText(sample.memory);
    case SampleTable::ProcessorColumn:
        return sample.processorShare < 0 ? QString() : percentText(sample.processorShare);
    }
    return {};
}

QVariant SampleTable::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_samples.size())
        return {};
    const Sample &sample = m_samples.at(m_samples.size() - 1 - index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(sample, index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter
                   | (index.column() == TimeColumn ? Qt::AlignLeft : Qt::AlignRight));
    case IdRole:
        return quint64(sample.time);
    case FiguresRole:
        return true;
    }
    return {};
}

QVariant SampleTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == TimeColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    static const char *const names[]
        = {"Time", "Started/s", "Waiting",       "Running",   "Waited, p50",
           "p95",  "p99",       "Helper memory", "Helper CPU"};
    static_assert(std::size(names) == ColumnCount);
    return section >= 0 && section < ColumnCount ? QString::fromLatin1(names[section]) : QString();
}

} // namespace Spawn
