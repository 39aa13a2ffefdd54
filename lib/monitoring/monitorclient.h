// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <monitoring/monitortarget.h>
#include <monitoring/spawnersnapshot.h>
#include <spawner/export.h>

#include <QtCore/QList>
#include <QtCore/QObject>

#include <chrono>
#include <memory>

namespace Spawn {

// Attaches to a spawner of another process, and keeps a picture of it.
//
//   const QList<Spawn::MonitorTarget> targets = Spawn::MonitorClient::targets();
//   for (const Spawn::MonitorTarget &target : targets)
//       qInfo() << target.name << target.processId << target.problem;
//   Spawn::MonitorClient client;
//   QObject::connect(&client, &Spawn::MonitorClient::changed,
//                    [&] { qInfo() << client.snapshot().queue.waiting; });
//   client.connectTo(targets.first());
//
// Attaching and detaching changes nothing for the application.
class ASYNCSPAWNER_EXPORT MonitorClient final : public QObject
{
    Q_OBJECT
public:
    enum class State { Disconnected, Connecting, Connected };
    Q_ENUM(State)

    explicit MonitorClient(QObject *parent = nullptr);
    ~MonitorClient() override;

    // Of this user, in the order of their names. Those with a problem cannot be attached.
    static QList<MonitorTarget> targets();

    // Leaves the one that it is attached to. What comes of it arrives by signals.
    void connectTo(const MonitorTarget &target);
    void disconnectFromTarget(); // no signal
    State state() const;

    // Empty before the first connected(), and after the end as it was last. A copy shares what it
    // can; as long as it is kept, the next change has to copy the rest.
    const SpawnerSnapshot &snapshot() const;

    // Commands that ended long ago come in pieces, after connected().
    bool isHistoryComplete() const;

    // What the application has to allow: "cancel", "terminate", "kill", "signal", "raise" (to the
    // head of the queue). Returns the number that answered() repeats; 0: not connected.
    quint64 request(const QString &what, const QList<quint64> &ids, int signalNumber = 0);
    // "addWorker" (one more), "removeWorkers", "restartWorkers": those of the program with these
    // commands, or with none given all of them.
    quint64 requestOfPool(const QString &what, quint64 pool, const QString &program,
                          const QList<quint64> &workers = {});
    // "cancelJobs", "reloadScript" (the workers of the script, or of all, run what its file holds
    // now), "purgeWorkers" (that are idle).
    quint64 requestOfRunner(const QString &what, quint64 runner, const QString &script = {},
                            const QList<quint64> &jobs = {});
    // "reloadCluster" (replaces its workers), "startClusterWorker" (one more), "disconnectCluster"
    // (ends its workers for good): those that have not ended by the deadline are killed. A single
    // one is ended by its command.
    quint64 requestOfCluster(const QString &what, quint64 cluster,
                             std::chrono::milliseconds deadline = std::chrono::seconds(10));

Q_SIGNALS:
    void connected(); // the snapshot is there
    void reset(); // all of it is new
    // What has changed in it, at most ten times a second. Commands that are not in it any more have
    // been forgotten by the application.
    void changed(const QList<quint64> &commands);
    void historyComplete();
    void restarted(const Spawn::RestartSnapshot &restart);
    void answered(quint64 request, const QString &error); // empty: it was handed on
    void disconnected(const QString &reason); // not by disconnectFromTarget()

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Spawn
