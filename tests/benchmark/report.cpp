// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "report.h"

#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static const QString None = u"–"_s;

static QString number(double value)
{
    const double size = std::abs(value);
    return QString::number(value, 'f', size >= 99.5 ? 0 : size >= 9.95 ? 1 : 2);
}

static QString inUnit(double value, Unit unit)
{
    constexpr double Ki = 1024;
    if (std::isnan(value))
        return None;
    switch (unit) {
    case Unit::Time:
        return value < 1000 ? number(value) + u" µs"_s : number(value / 1000) + u" ms"_s;
    case Unit::Memory:
        return value < Ki     ? number(value) + u" B"_s
            : value < Ki * Ki ? number(value / Ki) + u" KiB"_s
                              : number(value / Ki / Ki) + u" MiB"_s;
    case Unit::Rate:
        return QString::number(value, 'f', 0);
    case Unit::Bandwidth:
        return number(value / Ki / Ki / Ki) + u" GiB/s"_s;
    }
    return None;
}

static QString columnText(Column column)
{
    switch (column) {
    case Column::AsyncSpawner:
        return u"AsyncSpawner"_s;
    case Column::QProcess:
        return u"QProcess"_s;
    case Column::Limit:
        return u"limit"_s;
    case Column::Baseline:
        return u"without"_s;
    case Column::SpawnAsync:
        return u"npm spawn-async"_s;
    case Column::ExecFile:
        return u"node execFile"_s;
    case Column::Fork:
        return u"Node's fork()"_s;
    case Column::QWorker:
        return u"npm qworker"_s;
    case Column::NodeCluster:
        return u"Node's cluster"_s;
    case Column::NodeClusterShared:
        return u"Node's cluster, SCHED_NONE"_s;
    case Column::NodeServer:
        return u"one Node server"_s;
    case Column::TcpServer:
        return u"one QTcpServer"_s;
    }
    return None;
}

static bool isTurnedAround(double part, Bar::Sense sense)
{
    return sense == Bar::Sense::AtMost && part < 1; // 0.05 is "1/20"
}

static QString goalText(const Bar &bar, double goal, Unit unit)
{
    if (!bar.against)
        return inUnit(goal, unit);
    return isTurnedAround(goal, bar.sense) ? u"1/"_s + QString::number(1 / goal, 'g', 3)
                                           : QString::number(goal, 'g', 3);
}

static QString barText(const Bar &bar, Unit unit)
{
    QString text = bar.sense == Bar::Sense::AtMost ? u"≤ "_s : u"≥ "_s;
    text += goalText(bar, bar.bound, unit);
    if (!std::isnan(bar.beyond))
        text += u" (%1)"_s.arg(goalText(bar, bar.beyond, unit));
    if (bar.against)
        text += u" × "_s + columnText(*bar.against);
    return text;
}

static QString barsText(const Row &row)
{
    QStringList texts;
    for (const Bar &bar : row.bars)
        texts.append(barText(bar, row.unit));
    return texts.isEmpty() ? None : texts.join(row.oneBarIsEnough ? u" or "_s : u", "_s);
}

static QString ratiosText(const Row &row, const Summary &summary)
{
    QStringList texts;
    for (size_t column = 1; column < ColumnCount; ++column) {
        if (std::isnan(summary.ratios[column]))
            continue;
        const bool smallIsGood = row.unit == Unit::Time || row.unit == Unit::Memory;
        const double ratio = summary.ratios[column];
        const QString part
            = isTurnedAround(ratio, smallIsGood ? Bar::Sense::AtMost : Bar::Sense::AtLeast)
            ? u"1/"_s + number(1 / ratio)
            : number(ratio);
        texts.append(part + u" × "_s + columnText(Column(column)));
    }
    return texts.isEmpty() ? None : texts.join(u", "_s);
}

static QString metText(const Row &row, const Summary &summary)
{
    const double own = summary.medians[size_t(Column::AsyncSpawner)];
    if (row.bars.isEmpty())
        return None;
    if (std::isnan(own))
        return u"not measured"_s;
    if (summary.counted == 0)
        return u"no steady round"_s;
    int met = 0;
    int exceeded = 0;
    for (const Bar &bar : row.bars) {
        const double value = bar.against ? summary.ratios[size_t(*bar.against)] : own;
        if (std::isnan(value) && !row.oneBarIsEnough)
            return u"not measured: no "_s + columnText(*bar.against);
        met += bar.isMet(value);
        exceeded += bar.isExceeded(value);
    }
    const int needed = row.oneBarIsEnough ? 1 : int(row.bars.size());
    return exceeded >= needed ? u"beyond"_s : met >= needed ? u"yes"_s : u"**no**"_s;
}

static QString lineOf(const QStringList &cells)
{
    return u"| "_s + cells.join(u" | "_s) + u" |\n"_s;
}

QString report(const Sheet &sheet)
{
    QList<Column> columns{Column::AsyncSpawner, Column::QProcess, Column::Limit};
    for (const Column column :
         {Column::Baseline, Column::SpawnAsync, Column::ExecFile, Column::Fork, Column::QWorker,
          Column::NodeCluster, Column::NodeClusterShared, Column::NodeServer, Column::TcpServer}) {
        for (const Sheet::Line &line : sheet.lines()) {
            if (!std::isnan(Summary(line).medians[size_t(column)])) {
                columns.append(column);
                break;
            }
        }
    }

    QStringList head{u"what"_s, u"bar (beyond)"_s};
    for (const Column column : columns)
        head.append(columnText(column));
    head.append({u"AsyncSpawner is"_s, u"met"_s, u"rounds counted"_s});
    QString text = lineOf(head) + lineOf(QStringList(head.size(), u"---"_s));
    for (const Sheet::Line &line : sheet.lines()) {
        const Summary summary(line);
        QStringList cells{line.row.title, barsText(line.row)};
        for (const Column column : columns)
            cells.append(inUnit(summary.medians[size_t(column)], line.row.unit));
        cells.append(ratiosText(line.row, summary));
        cells.append(metText(line.row, summary));
        cells.append(u"%1 of %2"_s.arg(summary.counted).arg(summary.total));
        text += lineOf(cells);
    }
    return text;
}

} // namespace Spawn::Benchmark
