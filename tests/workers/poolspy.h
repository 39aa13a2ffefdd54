// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <workers/workerpool.h>

#include <QtCore/QHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

// All that a pool tells. The answers are those of scripts/pool.js: {pid, value}.
class PoolSpy final
{
public:
    static constexpr int Patience = 20000; // ms; the upper bound of a wait

    struct End
    {
        qint64 processId;
        int exitCode;
        int signalNumber;
        bool operator==(const End &) const = default;
    };

    explicit PoolSpy(Spawn::WorkerPool *pool)
    {
        using Spawn::Worker;
        using Spawn::WorkerPool;
        QObject::connect(pool, &WorkerPool::messageReceived, &m_context,
                         [this](const QJsonValue &message, Worker *worker) {
                             answers.append(message.toObject().value(u"value"));
                             pids.append(message.toObject().value(u"pid").toInteger());
                             ++byProgram[worker->program()];
                         });
        QObject::connect(pool, &WorkerPool::workerStarted, &m_context, [this](Worker *worker) {
            started.append(worker->processId());
            startTimes.append(m_time.elapsed());
        });
        QObject::connect(pool, &WorkerPool::workerFinished, &m_context,
                         [this](Worker *worker, int code, int signal) {
                             ends.append({worker->processId(), code, signal});
                         });
        QObject::connect(pool, &WorkerPool::messageDropped, &m_context,
                         [this](const QString &program, const QJsonValue &message) {
                             droppedPrograms.append(program);
                             dropped.append(message);
                         });
        QObject::connect(pool, &WorkerPool::workerPaused, &m_context, [this] { ++pauses; });
        QObject::connect(pool, &WorkerPool::paused, &m_context, [this] { ++paused; });
        QObject::connect(pool, &WorkerPool::drained, &m_context, [this] { ++drained; });
        QObject::connect(pool, &WorkerPool::stopped, &m_context, [this] { ++stopped; });
        QObject::connect(pool, &WorkerPool::workerGaveUp, &m_context,
                         [this](const QString &program) { gaveUp.append(program); });
        m_time.start();
    }
    Q_DISABLE_COPY_MOVE(PoolSpy)

    bool waitForAnswers(qsizetype count) const
    {
        return QTest::qWaitFor([&] { return answers.size() >= count; }, Patience);
    }
    bool waitForStarts(qsizetype count) const
    {
        return QTest::qWaitFor([&] { return started.size() >= count; }, Patience);
    }
    bool waitForEnds(qsizetype count) const
    {
        return QTest::qWaitFor([&] { return ends.size() >= count; }, Patience);
    }

    QJsonArray answers;
    QList<qint64> pids; // of those that gave them
    QHash<QString, int> byProgram;
    QList<qint64> started;
    QList<qint64> startTimes; // ms since the spy was made
    QList<End> ends;
    QStringList droppedPrograms;
    QJsonArray dropped;
    int pauses = 0;
    int paused = 0;
    int drained = 0;
    int stopped = 0;
    QStringList gaveUp;

private:
    QObject m_context;
    QElapsedTimer m_time;
};
