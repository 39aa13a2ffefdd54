// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/backoff.h"
#include "workers/poolmember.h"
#include "workers/poolsettings.h"
#include "workers/poolsnapshot.h"
#include "workers/poolstatistics.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <deque>
#include <memory>
#include <vector>

namespace Spawn {

// The workers of a pool that run the same program, and the messages that wait for one of them.
// Keeps as many alive as are wanted. What it emits, the pool emits.
class WorkerGroup final : public QObject
{
    Q_OBJECT
public:
    WorkerGroup(AsyncSpawner *spawner, const Command &command, const PoolSettings &settings,
                QObject *parent);
    ~WorkerGroup() override;

    const QString &program() const { return m_program; }
    bool isWanted() const { return m_wanted > 0; }
    bool isEmpty() const { return m_members.empty(); }
    bool contains(const Worker *worker) const { return find(worker) != nullptr; }
    QList<Worker *> workers() const;
    void addTo(PoolStatistics &statistics) const;
    PoolProgramSnapshot snapshot() const;

    void add(int count);
    void remove(int count);
    void remove(Worker *worker);
    void restart(const QList<Worker *> &workers);
    void stop(std::chrono::milliseconds grace);

    bool send(const QJsonValue &message, quint64 tag = 0); // false: wait for drained()
    void setReading(bool reading); // false: what workers say is left with them
    void dispatch(); // what waits, as far as workers are ready

Q_SIGNALS:
    void messageReceived(const QJsonValue &message, Spawn::Worker *worker);
    void workerStarted(Spawn::Worker *worker);
    void workerFinished(Spawn::Worker *worker, int exitCode, int signalNumber);
    void workerEnded(const Spawn::WorkerEnd &end); // before it is finished; for monitors
    void workerDisconnected(Spawn::Worker *worker);
    void workerErrorOccurred(Spawn::Worker *worker, Spawn::Worker::Error error);
    void workerPaused(Spawn::Worker *worker);
    void gaveUp();
    void filled(); // send() has said false
    void drained();
    void messageDropped(const QJsonValue &message);
    // Of those with a tag, after messageReceived() or messageDropped().
    void answered(quint64 tag, const QJsonValue &answer);
    void lost(quint64 tag);
    void emptied(); // nobody is wanted, and the last one has ended

private:
    PoolMember *find(const Worker *worker) const;
    int liveCount() const; // those on their way out are not

    void tryAgain();
    void startDue();
    void startOne();
    void retire(PoolMember &member, WorkerEnd::Reason reason);
    void letGo(PoolMember &member);
    void restartNext();
    void received(PoolMember &member, const QJsonValue &message);
    bool takeControl(PoolMember &member, const QJsonValue &message);
    void ended(Worker *worker, int exitCode, int signalNumber);
    void countEnd(const PoolMember &member);
    WorkerEnd describeEnd(const PoolMember &member, int exitCode, int signalNumber) const;
    void takeBack(std::deque<PoolMessage> unanswered, WorkerEnd &end);
    void give(PoolMember &member, PoolMessage message);
    void keepUnanswered(PoolMember &member, qsizetype size);
    void dropBeyond(qsizetype length);
    void drop(const PoolMessage &message);

    AsyncSpawner *const m_spawner;
    const Command m_command;
    const QString m_program;
    const PoolSettings &m_settings;
    int m_wanted = 0;
    // Those that were given a message longest ago first.
    std::vector<std::unique_ptr<PoolMember>> m_members;
    std::deque<PoolMessage> m_queue;
    std::deque<QPointer<Worker>> m_toRestart;
    PoolStatistics m_statistics; // what counts up
    QElapsedTimer m_sinceStart; // of the last one
    QTimer m_next; // start
    BackOff m_backOff;
    bool m_gaveUp = false;
    bool m_isFull = false; // send() has said so
    bool m_dispatching = false;
    bool m_reading = true;
};

} // namespace Spawn
