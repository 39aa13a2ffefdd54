// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "asyncspawnersubject.h"
#include "options.h"
#include "qprocesssubject.h"
#include "sheet.h"

#include <QtCore/QStringList>

#include <functional>
#include <utility>
#include <vector>

namespace Spawn::Benchmark {

// What all experiments share: whom they measure, and where they write it down.
class Bench final
{
public:
    explicit Bench(const Options &options);

    const Options &options() const { return m_options; }
    const Sheet &sheet() const { return m_sheet; }
    const QStringList &failures() const { return m_failures; }

    AsyncSpawner &spawner() { return m_asyncSpawner.spawner(); }
    Subject &asyncSpawner() { return m_asyncSpawner; }
    // In turn the one first and the other.
    std::vector<std::pair<Column, Subject *>> subjects();

    QString path(const QString &program) const; // of "tiny" and "gush", which are built with this

    void beginRound(int round) { m_round = round; }
    int round() const { return m_round; }
    // Calls body between two measurements of the limit; what it notes counts when they agree.
    void point(const QString &program, const std::function<void()> &body);
    void note(const Row &row, Column column, double value) { m_sheet.note(row, column, value); }
    // Something did not work: this round is the last one, and the benchmark ends with 1.
    void fail(const QString &text);

private:
    double measuredLimit(const QString &program);

    const Options m_options;
    AsyncSpawnerSubject m_asyncSpawner;
    QProcessSubject m_qProcess;
    Sheet m_sheet;
    QStringList m_failures;
    int m_round = 0;
};

} // namespace Spawn::Benchmark
