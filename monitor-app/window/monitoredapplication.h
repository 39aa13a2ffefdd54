// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QObject>

namespace Spawn {

// One attached application, as it is now: where the window's values come from.
class MonitoredApplication : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual const SpawnerSnapshot &snapshot() const = 0;
    virtual bool isControlAllowed() const { return snapshot().controlAllowed; }

    // Asks the application to do something with commands: "cancel", "terminate", "kill", "signal"
    // with its number, or "raise" to the front of the queue. What has ended is left alone.
    virtual void request(const QString &what, const QList<quint64> &ids, int signalNumber = 0)
    {
        Q_UNUSED(ids)
        Q_UNUSED(signalNumber)
        Q_EMIT answered(what, QStringLiteral("This connection takes no requests"));
    }

    // The same of the workers of a pool: "addWorker", "removeWorkers", "restartWorkers"; no workers
    // are all of the program.
    virtual void requestOfPool(const QString &what, quint64 pool, const QString &program,
                               const QList<quint64> &workers = {})
    {
        Q_UNUSED(pool)
        Q_UNUSED(program)
        request(what, workers);
    }

    // The same of a runner: "cancelJobs", "reloadScript" (no script: all), "purgeWorkers".
    virtual void requestOfRunner(const QString &what, quint64 runner, const QString &script = {},
                                 const QList<quint64> &jobs = {})
    {
        Q_UNUSED(runner)
        Q_UNUSED(script)
        request(what, jobs);
    }

    // The same of a cluster: "reloadCluster", "startClusterWorker", "disconnectCluster".
    virtual void requestOfCluster(const QString &what, quint64 cluster)
    {
        Q_UNUSED(cluster)
        request(what, {});
    }

Q_SIGNALS:
    void reset(); // another snapshot
    void changed(const QList<quint64> &commandIds); // these commands, and maybe the rest
    void answered(const QString &what, const QString &error); // empty: it is done
    void disconnected(const QString &reason); // the snapshot stays as it was
};

} // namespace Spawn
