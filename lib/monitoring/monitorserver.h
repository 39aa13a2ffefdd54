// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QObject>
#include <QtCore/QString>

#include <memory>

namespace Spawn {

class AsyncSpawner;
class Cluster;
class JobRunner;
class WorkerPool;

// Lets monitors of the same user attach to a spawner: spawn-monitor, or anything that reads lines
// of JSON (resources/doc/monitor-protocol.md).
//
//   auto *const server = new Spawn::MonitorServer(spawner, spawner);
//   if (!server->listen(QStringLiteral("photo indexer")))
//       qWarning() << server->errorString();
//
// Without a line of code: ASYNCSPAWNER_MONITOR=1 in the environment makes each AsyncSpawner listen,
// read-only; a server of its own takes the place of that one.
//
// Served in a thread of its own, from bounded copies: a monitor that is slow, hostile or stopped
// changes nothing, and a busy application is seen as busy. Environments, standard input and the
// arguments of secret commands are never shown; the ends of captured outputs only with
// setOutputShared().
class ASYNCSPAWNER_EXPORT MonitorServer final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool controlAllowed READ isControlAllowed WRITE setControlAllowed)
    Q_PROPERTY(bool outputShared READ isOutputShared WRITE setOutputShared)
    Q_PROPERTY(int historyLength READ historyLength WRITE setHistoryLength)
public:
    explicit MonitorServer(AsyncSpawner *spawner, QObject *parent = nullptr);
    ~MonitorServer() override;

    // In $XDG_RUNTIME_DIR/asyncspawner, which is this user's alone. Empty: the application's name.
    // False, and errorString(), if that cannot be; the spawner works on.
    bool listen(const QString &name = {});
    bool isListening() const;
    // Shows it as well, by its objectName() if it has one: its programs, workers and their ends.
    // With ASYNCSPAWNER_MONITOR=1 every pool of the spawner is shown.
    void add(WorkerPool *pool);
    // Its scripts, jobs, workers and the ends of jobs; those that share its queue are shown with
    // it. With ASYNCSPAWNER_MONITOR=1 every runner of the spawner is shown.
    void add(JobRunner *runner);
    // Its sockets, workers and their ends. With ASYNCSPAWNER_MONITOR=1 every cluster of the spawner
    // is shown.
    void add(Cluster *cluster);
    QString errorString() const;

    // Whether monitors may cancel, signal and reorder commands, add, remove and restart workers,
    // cancel jobs, and reload clusters; false.
    bool isControlAllowed() const;
    void setControlAllowed(bool allowed);
    // Whether they see the last 4 KiB of each captured output; false. For commands that end later.
    bool isOutputShared() const;
    void setOutputShared(bool shared);
    // How many finished commands are remembered; 10 000. Each takes about a kilobyte.
    int historyLength() const;
    void setHistoryLength(int length);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Spawn
