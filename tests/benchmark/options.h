// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace Spawn::Benchmark {

struct Options
{
    bool quick = false;
    int rounds = 0;
    double seconds = 0; // of each load
    int heapGib = 0; // 0: the heap is not measured
    QString heapNote; // why it is not
    QStringList only; // experiments; empty: all
    QStringList programs; // "tiny", or a path
    QString tsvFile;

    bool wants(const QString &experiment) const
    {
        return only.isEmpty() || only.contains(experiment);
    }
};

// Ends the program after --help, and after a mistake.
Options parsedOptions(const QStringList &arguments, const QStringList &experiments);

} // namespace Spawn::Benchmark
