// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/command.h>
#include <spawner/commandreply.h>
#include <spawner/commandresult.h>
#include <spawner/helperexit.h>
#include <spawner/restartpolicy.h>

#include <QtCore/QList>
#include <QtCore/QObject>

#include <chrono>
#include <memory>
#include <utility>

namespace Spawn {

class AsyncSpawnerPrivate;
class Logger;

// Runs programs without ever holding up the thread that asks. A small helper process does the
// spawning, one I/O thread of the process does everything else, and what happened comes back as
// signals.
//
//   Spawn::AsyncSpawner spawner;
//   spawner.aspawn({"sha256sum", fileName}, this, [](const Spawn::CommandResult &result) {
//       qInfo() << (result.isSuccess() ? QString::fromUtf8(result.standardOutput)
//                                      : result.errorString());
//   });
//
// Reentrant: an object and its replies belong to one thread and move together.
//
// Every command ends exactly once. If the helper dies, running commands go on and are followed to
// their true end; those that the helper had not started are run by the next one, once. When the
// application ends, however it ends, its commands end with it, detached ones apart.
class ASYNCSPAWNER_EXPORT AsyncSpawner final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(int maxRunningCount READ maxRunningCount WRITE setMaxRunningCount)
    Q_PROPERTY(int maxQueueLength READ maxQueueLength WRITE setMaxQueueLength)
    Q_PROPERTY(QString helperProgram READ helperProgram WRITE setHelperProgram)
public:
    enum class State {
        NotRunning,
        Starting,
        Running,
        Restarting,
        Failed,
    };
    Q_ENUM(State)

    explicit AsyncSpawner(QObject *parent = nullptr);
    // As destroy(). Futures end as Destroyed before it returns; no signal is emitted.
    ~AsyncSpawner() override;

    // Starts the helper before the first aspawn() does, and again after destroy(), after a failure,
    // or in RestartPolicy::Mode::Manual.
    void start();

    // Validates, copies, and returns. Never null: every failure arrives through the reply.
    CommandReply *aspawn(const QStringList &argv);
    CommandReply *aspawn(const Command &command);
    // done(const CommandResult &) is called in the thread of context, which has to be the
    // spawner's, unless context has been deleted by then.
    template <class F>
    CommandReply *aspawn(const QStringList &argv, const QObject *context, F &&done)
    {
        return aspawn(Command(argv), context, std::forward<F>(done));
    }
    template <class F>
    CommandReply *aspawn(const Command &command, const QObject *context, F &&done)
    {
        CommandReply *const reply = aspawn(command);
        QObject::connect(reply, &CommandReply::finished, context, std::forward<F>(done));
        return reply;
    }

    // Kills the helper and all that it started, detached commands apart. Pending replies end as
    // Destroyed, from the event loop; so do those asked for afterwards, until start().
    void destroy();

    State state() const;
    qint64 helperProcessId() const; // 0 when there is none
    int queuedCount() const; // workers are counted in neither
    int runningCount() const;
    QList<CommandReply *> replies() const; // those not finished, in the order of their ids

    // Commands that run at a time. 0, the default: a quarter of the soft RLIMIT_NOFILE, at most
    // 256. Detached ones and workers do not count.
    int maxRunningCount() const;
    void setMaxRunningCount(int count);
    // Commands that may wait; 0, the default, is unlimited. Beyond it they end as FailedToStart at
    // Stage::Queue.
    int maxQueueLength() const;
    void setMaxQueueLength(int length);

    QList<HelperExit> restartHistory() const; // oldest first, at most 100

    RestartPolicy restartPolicy() const;
    void setRestartPolicy(const RestartPolicy &policy);
    // Executed by this path, never searched for. Empty, the default: the environment's
    // ASYNCSPAWNER_HELPER, then beside the library. Takes effect when a helper is started.
    QString helperProgram() const;
    void setHelperProgram(const QString &path);
    // How often an idle helper is asked whether it is there; 2 s. One that does not answer for as
    // long again is killed and replaced. 0 is never.
    std::chrono::milliseconds heartbeatInterval() const;
    void setHeartbeatInterval(std::chrono::milliseconds interval);

    // The directory of a cgroup v2 that is delegated to the application (systemd: Delegate=yes, and
    // a process of it in a group beside this one). Then each command, detached ones apart, has a
    // control group of its own in it, and nothing of the command outlives it: what is left in the
    // group when its process ends or is killed, or when the application dies, is killed too, with a
    // session of its own or not. Linux 5.14; costs some 50 us for each command. Empty, the default:
    // process groups alone. To be set before the first helper is started; where it cannot be used
    // none starts, and error() says so.
    QString controlGroup() const;
    void setControlGroup(const QString &directory);

    void setLogger(Logger *logger); // null: Qt's logging categories

Q_SIGNALS:
    void started(qint64 helperProcessId);
    void finished(Spawn::CommandReply *reply); // after the reply's own finished()
    void stateChanged(Spawn::AsyncSpawner::State state);
    void drained(); // none queued, none running, workers apart
    void exit(const Spawn::HelperExit &helperExit);
    // There is no helper, and there will be none without start(). What waited ends as FailedToStart
    // at Stage::Transfer.
    void error(const Spawn::SpawnerError &error);

private:
    friend class CommandReply;
    friend class JobScheduler;
    friend class MonitorServer;
    std::unique_ptr<AsyncSpawnerPrivate> d;
};

} // namespace Spawn
