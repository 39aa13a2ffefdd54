// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include <array>
#include <cmath>
#include <optional>

namespace Spawn::Benchmark {

// Values are kept in microseconds, bytes, and those a second.
enum class Unit {
    Time,
    Memory,
    Rate,
    Bandwidth,
};

// Who a figure is of.
enum class Column {
    AsyncSpawner,
    QProcess,
    Limit,
    Baseline, // AsyncSpawner without what the row is about
    SpawnAsync, // npm's
    ExecFile, // node's
    Fork, // node's
    QWorker, // npm's
    NodeCluster, // node's, whose primary accepts
    NodeClusterShared, // node's, whose workers accept
    NodeServer, // node's, in one process
    TcpServer, // Qt's, in one process
};
inline constexpr int ColumnCount = 12;
using Values = std::array<double, ColumnCount>; // not a number: not measured

// What AsyncSpawner's figure has to be at least, or at most: as it is, or as a part of another's.
struct Bar
{
    enum class Sense {
        AtMost,
        AtLeast,
    };
    Sense sense = Sense::AtMost;
    std::optional<Column> against;
    double bound = 0;
    double beyond = NAN; // better than asked for

    bool isMet(double value) const { return reaches(value, bound); }
    bool isExceeded(double value) const { return reaches(value, beyond); }

private:
    bool reaches(double value, double goal) const
    {
        return sense == Sense::AtMost ? value <= goal : value >= goal;
    }
};

// A line of the table.
struct Row
{
    QString id; // in the raw data
    QString title;
    Unit unit = Unit::Time;
    QList<Bar> bars = {};
    bool oneBarIsEnough = false;
    bool showsLimit = false;

    // Memory does not depend on how quick the machine is at the moment.
    bool needsSteadyMachine() const { return unit != Unit::Memory; }
};

} // namespace Spawn::Benchmark
