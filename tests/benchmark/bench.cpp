// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "bench.h"

#include "limit.h"

#include <QtCore/QFile>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

Bench::Bench(const Options &options) : m_options(options)
{
    QObject::connect(&spawner(), &AsyncSpawner::error, &spawner(),
                     [this](const SpawnerError &error) { fail(error.text); });
    QObject::connect(&spawner(), &AsyncSpawner::exit, &spawner(),
                     [this](const HelperExit &helperExit) { fail(helperExit.text); });
}

std::vector<std::pair<Column, Subject *>> Bench::subjects()
{
    std::vector<std::pair<Column, Subject *>> all{{Column::AsyncSpawner, &m_asyncSpawner},
                                                  {Column::QProcess, &m_qProcess}};
    if (m_round % 2)
        std::swap(all[0], all[1]);
    return all;
}

QString Bench::path(const QString &program) const
{
    return program.contains(u'/') ? program : QStringLiteral(BENCHMARK_PROGRAMS "/") + program;
}

double Bench::measuredLimit(const QString &program)
{
    // In two threads, as a command keeps the helper and the application busy side by side.
    const double limit = limitOfCommands(QFile::encodeName(path(program)), 2,
                                         std::max(0.1, m_options.seconds * 0.4));
    if (limit <= 0)
        fail(u"%1 could not be run, or did not exit with 0"_s.arg(path(program)));
    return limit;
}

void Bench::point(const QString &program, const std::function<void()> &body)
{
    const double before = measuredLimit(program);
    body();
    m_sheet.endPoint(m_round, before, measuredLimit(program));
}

void Bench::fail(const QString &text)
{
    fprintf(stderr, "FAILED: %s\n", qPrintable(text));
    m_failures.append(text);
}

} // namespace Spawn::Benchmark
