// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>

namespace Spawn::Benchmark {

// spawn-monitor with its window on an application, without a display.
class AttachedWindow final
{
public:
    // From its start on.
    AttachedWindow(qint64 application, const QString &page, const QString &settings);
    ~AttachedWindow(); // closes it
    Q_DISABLE_COPY_MOVE(AttachedWindow)

    // Milliseconds from its start until as many rows were painted; -1: it has ended, or nothing
    // came.
    double painted(int leastRows);
    double cpuTime() const; // microseconds, of all its threads
    qint64 processId() const { return m_process.processId(); }

private:
    QElapsedTimer m_sinceStart;
    QProcess m_process;
    int m_rows = 0; // that were painted last
    double m_paintedAt = -1;
};

} // namespace Spawn::Benchmark
