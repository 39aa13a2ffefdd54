// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/asyncspawner.h>

#include <QtCore/QByteArray>
#include <QtTest/QTest>

#include <csignal>

// All that a reply tells, kept beyond the end of the reply.
//
//   CommandSpy command(spawner.aspawn(…));
//   QTRY_VERIFY(command.isFinished());
//   QCOMPARE(command.order(), "started exited finished");
class CommandSpy final
{
public:
    static constexpr int Patience = 20000; // ms; the upper bound of a wait

    explicit CommandSpy(Spawn::CommandReply *reply) : m_id(reply->id()), m_reply(reply)
    {
        using Spawn::CommandReply;
        QObject::connect(reply, &CommandReply::started, &m_context, [this](qint64 processId) {
            m_processId = processId;
            add("started");
        });
        QObject::connect(reply, &CommandReply::exited, &m_context, [this] { add("exited"); });
        QObject::connect(reply, &CommandReply::finished, &m_context,
                         [this](const Spawn::CommandResult &result) {
                             m_result = result;
                             add("finished");
                         });
    }
    Q_DISABLE_COPY_MOVE(CommandSpy)

    quint64 id() const { return m_id; }
    Spawn::CommandReply *reply() const { return m_reply; } // null when it has deleted itself
    qint64 processId() const { return m_processId; } // 0 until it has started
    bool hasStarted() const { return m_processId != 0; }
    bool isFinished() const { return m_order.endsWith("finished"); }
    const Spawn::CommandResult &result() const { return m_result; }
    QByteArray order() const { return m_order; } // of the signals, apart from those of streams

    // False: it did not come to its end. The reply is gone then too, so nothing can follow.
    bool waitForGone()
    {
        return QTest::qWaitFor([this] { return isFinished() && !m_reply; }, Patience);
    }

private:
    void add(const char *name)
    {
        if (!m_order.isEmpty())
            m_order += ' ';
        m_order += name;
    }

    QObject m_context;
    const quint64 m_id;
    QPointer<Spawn::CommandReply> m_reply;
    qint64 m_processId = 0;
    Spawn::CommandResult m_result;
    QByteArray m_order;
};

// Runs one to its end. What is not told in the right order and exactly once is no result.
inline Spawn::CommandResult runCommand(Spawn::AsyncSpawner &spawner, const Spawn::Command &command)
{
    CommandSpy spy(spawner.aspawn(command));
    const bool gone = spy.waitForGone();
    const char *const expected
        = spy.result().processId != 0 ? "started exited finished" : "finished";
    if (gone && spy.order() == expected)
        return spy.result();
    Spawn::CommandResult wrong;
    wrong.error = Spawn::CommandResult::Error::StatusUnknown;
    wrong.standardError = "the signals were: " + spy.order();
    return wrong;
}

inline Spawn::CommandResult runCommand(Spawn::AsyncSpawner &spawner, const QStringList &argv)
{
    return runCommand(spawner, Spawn::Command(argv));
}
