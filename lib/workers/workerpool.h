// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/asyncspawner.h>
#include <workers/balancer.h>
#include <workers/poolstatistics.h>
#include <workers/worker.h>

#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>
#include <memory>

namespace Spawn {

class WorkerPoolPrivate;

// Keeps workers of one or several programs alive, and spreads messages over them: npm forkfriend.
//
//   Spawn::WorkerPool pool(&spawner);
//   pool.addWorkers("resize.js", {}, 4);
//   QObject::connect(&pool, &Spawn::WorkerPool::messageReceived, this,
//                    [](const QJsonValue &answer) { qInfo() << answer; });
//   for (const QString &picture : pictures)
//       pool.sendTo("resize.js", picture);
//
// A worker that ends, however it does, is replaced: not more often than every respawnInterval, ever
// later when one after the other ends early, and not at all after giveUpAfter of these.
//
// A worker may speak to its pool: {"__forkfriend": "pause"} takes it out of the rotation, "drain"
// puts it back, "end" has it replaced. These are not handed on.
//
// Belongs to the spawner's thread, as its workers do. Deleting it kills them.
class ASYNCSPAWNER_EXPORT WorkerPool final : public QObject
{
    Q_OBJECT
public:
    explicit WorkerPool(AsyncSpawner *spawner, QObject *parent = nullptr);
    ~WorkerPool() override;

    // count more of them. Each program is started as it was asked for the first time; it is named
    // by its program() in all that follows.
    void addWorkers(const QString &program, const QStringList &arguments = {}, int count = 1);
    void addWorkers(const Command &command, int count = 1);
    // Out of the rotation at once. They are disconnected when they have answered; what has not ended
    // after 2 s is terminated. With the last of a program (-1: all) its waiting messages are
    // dropped.
    void removeWorkers(const QString &program, int count = -1);
    void removeWorker(Worker *worker);
    QList<Worker *> workers(const QString &program) const; // alive, and not on their way out
    QStringList programs() const;
    PoolStatistics statistics() const;

    // One copy to one worker of each program. What no worker can be given waits; of more than
    // maxQueueLength the oldest are dropped. False: wait for drained(). Nothing is ever lost
    // silently: see messageDropped().
    bool send(const QJsonValue &message);
    bool sendTo(const QString &program, const QJsonValue &message);
    // No message goes to a worker in between; they wait.
    void pause();
    void resume();
    // SIGTERM for all of them, SIGKILL after the grace; waiting messages are dropped. For good.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(2));

    // Replaces that one, or all of a program, one after the other: never fewer than all but one
    // are at work.
    void restartWorker(Worker *worker);
    void restartWorkers(const QString &program);

    std::chrono::milliseconds respawnInterval() const; // of the starts of one program; 500 ms
    void setRespawnInterval(std::chrono::milliseconds interval);
    int maxQueueLength() const; // for each program; 100
    void setMaxQueueLength(int length);
    // 0, the default: a message may be handled once, and those that a worker has not answered at
    // its end are dropped. Above: they are sent again, and the oldest of them, which is the one
    // that it most likely ended of, at most so many times.
    int redeliveryLimit() const;
    void setRedeliveryLimit(int limit);
    // True, the default: what a worker says is the answer to the oldest message that it has not
    // answered, and one that is 10 000 answers or 8 MiB behind is sent nothing before it is half as
    // far, unless it has never answered and nothing is to be sent again. False: workers answer as they like; then nothing counts as unanswered, is sent again or
    // dropped at the end of a worker.
    bool oneAnswerPerMessage() const;
    void setOneAnswerPerMessage(bool one);
    // How long a worker may pause before it is replaced; 0, the default, is for ever.
    std::chrono::milliseconds pausedWorkerTimeout() const;
    void setPausedWorkerTimeout(std::chrono::milliseconds timeout);
    // Early ends in a row, within 5 s and without a word, after which workerGaveUp() is emitted;
    // 10, 0 is never. addWorkers() and restartWorkers() try again.
    int giveUpAfter() const;
    void setGiveUpAfter(int ends);
    void setBalancer(std::unique_ptr<Balancer> balancer);

Q_SIGNALS:
    void messageReceived(const QJsonValue &message, Spawn::Worker *worker);
    void workerStarted(Spawn::Worker *worker);
    // Once for each that was started or failed to start; -1: it did not exit, 0: no signal.
    void workerFinished(Spawn::Worker *worker, int exitCode, int signalNumber);
    void workerDisconnected(Spawn::Worker *worker);
    void workerErrorOccurred(Spawn::Worker *worker, Spawn::Worker::Error error);
    void workerPaused(Spawn::Worker *worker);
    void workerGaveUp(const QString &program);
    void paused(); // send() or sendTo() says false from now on
    void drained();
    // Too many waited, or nobody can be given it, or its worker ended before it answered.
    void messageDropped(const QString &program, const QJsonValue &message);
    void stopped(); // all of them have ended

private:
    friend class WorkerPoolDevice;
    friend class WorkerPoolPrivate;
    std::unique_ptr<WorkerPoolPrivate> d;
};

} // namespace Spawn
