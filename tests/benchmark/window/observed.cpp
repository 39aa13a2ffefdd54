// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "observed.h"

#include <monitoring/monitorserver.h>
#include <spawner/asyncspawner.h>
#include <spawner/commandreply.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QSocketNotifier>

#include <cstdio>
#include <unistd.h>

namespace Spawn::Benchmark {

static constexpr int Running = 2;
static constexpr int InFlight = 256;

namespace {

class ObservedApplication final : public QObject
{
public:
    explicit ObservedApplication(const Observed &wanted) : m_wanted(wanted)
    {
        auto *const server = m_spawner.findChild<MonitorServer *>();
        if (!server || !server->isListening())
            qFatal("ASYNCSPAWNER_MONITOR=1 is missing, or it cannot listen");
        server->setHistoryLength(wanted.finished);
        m_spawner.setMaxRunningCount(InFlight);
        for (int i = 0; i < InFlight; ++i)
            next();
    }

private:
    void next()
    {
        if (m_begun == m_wanted.finished)
            return;
        const int number = ++m_begun;
        // Of names like those of a build, and a failure now and then.
        const QString program = QStringLiteral(BENCHMARK_PROGRAMS "/tiny");
        m_spawner.aspawn({number % 1000 == 0 ? QStringLiteral("/bin/false") : program,
                          QStringLiteral("-c"),
                          QStringLiteral("source/folder/file%1.cpp").arg(number)},
                         this, [this](const CommandResult &) {
                             if (++m_ended == m_wanted.finished)
                                 fillQueue();
                             else
                                 next();
                         });
    }
    void fillQueue()
    {
        m_spawner.setMaxRunningCount(Running);
        for (int i = 0; i < Running + m_wanted.waiting; ++i)
            m_spawner.aspawn({QStringLiteral("sleep"), QString::number(86'400 + i)});
        puts("ready");
        fflush(stdout);
    }

    const Observed m_wanted;
    AsyncSpawner m_spawner;
    int m_begun = 0;
    int m_ended = 0;
};

} // namespace

int runObserved(const Observed &wanted)
{
    const ObservedApplication application(wanted);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, qApp, &QCoreApplication::quit);
    return QCoreApplication::exec();
}

} // namespace Spawn::Benchmark
