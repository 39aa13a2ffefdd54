// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <workers/worker.h>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

// All that a worker tells.
class WorkerSpy final
{
public:
    static constexpr int Patience = 20000; // ms; the upper bound of a wait

    explicit WorkerSpy(Spawn::Worker *worker) : m_worker(worker)
    {
        using Spawn::Worker;
        QObject::connect(worker, &Worker::started, &m_context, [this] { add("started"); });
        QObject::connect(worker, &Worker::messageReceived, &m_context,
                         [this](const QJsonValue &message) { messages.append(message); });
        QObject::connect(worker, &Worker::drained, &m_context, [this] { ++drained; });
        QObject::connect(worker, &Worker::disconnected, &m_context,
                         [this] { add("disconnected"); });
        QObject::connect(worker, &Worker::errorOccurred, &m_context,
                         [this](Worker::Error error) { errors.append(error); });
        QObject::connect(worker, &Worker::finished, &m_context, [this](int code, int signal) {
            exitCode = code;
            signalNumber = signal;
            messagesAtEnd = messages.size();
            add("finished");
        });
    }
    Q_DISABLE_COPY_MOVE(WorkerSpy)

    Spawn::Worker *worker() const { return m_worker; }
    QByteArray order() const { return m_order; } // of the signals of its life
    bool isFinished() const { return m_order.endsWith("finished"); }
    bool waitForFinished() const
    {
        return QTest::qWaitFor([this] { return isFinished(); }, Patience);
    }
    bool waitForMessages(qsizetype count) const
    {
        return QTest::qWaitFor([&] { return messages.size() >= count; }, Patience);
    }
    // Sends it, and waits for the next message.
    QJsonValue ask(const QJsonValue &message)
    {
        const qsizetype before = messages.size();
        m_worker->send(message);
        return waitForMessages(before + 1) ? messages.at(before) : QJsonValue(u"no answer"_qs);
    }

    QJsonArray messages;
    QList<Spawn::Worker::Error> errors;
    int drained = 0;
    int exitCode = -2;
    int signalNumber = -2;
    qsizetype messagesAtEnd = -1;

private:
    void add(const char *name)
    {
        if (!m_order.isEmpty())
            m_order += ' ';
        m_order += name;
    }

    Spawn::Worker *const m_worker;
    QObject m_context;
    QByteArray m_order;
};
