// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "asyncspawnersubject.h"

#include "clock.h"
#include "processstat.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static QString failureOf(const CommandResult &result)
{
    return result.isSuccess() ? QString() : u"AsyncSpawner: "_s + result.errorString();
}

void AsyncSpawnerSubject::setInFlight(int count)
{
    m_spawner.setMaxRunningCount(count);
}

double AsyncSpawnerSubject::start(const QStringList &argv, Done done)
{
    const double begin = now();
    CommandReply *const reply = m_spawner.aspawn(argv);
    const double held = now() - begin;
    QObject::connect(
        reply, &CommandReply::finished, &m_spawner,
        [done = std::move(done)](const CommandResult &result) { done(failureOf(result)); });
    return held;
}

void AsyncSpawnerSubject::startStreaming(const QStringList &argv, Output output, Done done)
{
    Command command(argv);
    command.setStandardOutputMode(Command::OutputMode::Stream);
    CommandReply *const reply = m_spawner.aspawn(command);
    QObject::connect(reply, &CommandReply::readyReadStandardOutput, &m_spawner,
                     [reply, output] { output(reply->readAllStandardOutput().size()); });
    QObject::connect(reply, &CommandReply::finished, &m_spawner,
                     [reply, output, done = std::move(done)](const CommandResult &result) {
                         output(reply->readAllStandardOutput().size());
                         done(failureOf(result));
                     });
}

double AsyncSpawnerSubject::ioThreadCpuTime() const
{
    const qint64 thread = threadNamed("spawn-io");
    return thread ? threadCpuTime(thread) : NAN;
}

double AsyncSpawnerSubject::helperCpuTime() const
{
    const qint64 helper = m_spawner.helperProcessId();
    return helper ? processCpuTime(helper) : NAN;
}

} // namespace Spawn::Benchmark
