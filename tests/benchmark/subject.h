// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>

namespace Spawn::Benchmark {

// One way of running commands from an event loop.
class Subject
{
public:
    using Done = std::function<void(const QString &failure)>; // empty: it ended as it should
    using Output = std::function<void(qint64 bytes)>;

    virtual ~Subject() = default;

    // Before commands are started: so many will be in flight.
    virtual void setInFlight(int count) { Q_UNUSED(count); }
    // Runs a command with its output captured. Returns for how long the call held up the thread:
    // the call alone, without what the benchmark does around it.
    virtual double start(const QStringList &argv, Done done) = 0;
    // Hands out the standard output as it comes.
    virtual void startStreaming(const QStringList &argv, Output output, Done done) = 0;
    // CPU time that others than the caller's thread have used so far. Not a number without them.
    virtual double ioThreadCpuTime() const;
    virtual double helperCpuTime() const;
};

} // namespace Spawn::Benchmark
