// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/spawnerfixture.h"
#include "jobs/tasks/tasks.h"

#include <jobs/jobhost.h>
#include <jobs/jobrunner.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QEventLoop>
#include <QtCore/QJsonObject>
#include <QtCore/QTimer>
#include <QtTest/QTest>

#include <memory>

// Where the same script is, for each kind of it, and what is needed to run it.
struct ScriptKind
{
    const char *name;
    QString script;
    Spawn::JobOptions::ScriptEngine engine = Spawn::JobOptions::ScriptEngine::Automatic;
};

inline QList<ScriptKind> scriptKinds()
{
    using Engine = Spawn::JobOptions::ScriptEngine;
    const QString javaScript = JOB_SCRIPTS + QStringLiteral("/tasks.js");
    return {
        {"JavaScript under Node", javaScript, Engine::Node},
#ifdef WITH_JOBHOST
        {"JavaScript under Qt", javaScript, Engine::Qml},
        {"a plug-in", TASKS_PLUGIN},
#endif
        {"a program", TASK_HOST},
        {"a function of this program", QStringLiteral("tasks")},
    };
}

// The result of each job, in the order of their ends.
class JobSpy final
{
public:
    static constexpr int Patience = 20000; // ms; the upper bound of a wait

    Spawn::JobReply *watch(Spawn::JobReply *reply)
    {
        const quint64 id = reply->id();
        ids.append(id);
        QObject::connect(reply, &Spawn::JobReply::finished, &m_context,
                         [this, id](const Spawn::JobResult &result) {
                             results.append(result);
                             ended.append(id);
                             if (results.size() == m_wanted)
                                 QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit,
                                                           Qt::QueuedConnection);
                         });
        return reply;
    }
    // In a loop of its own: qWaitFor() sleeps between two looks, and jobs would seem to take as long.
    bool wait(qsizetype count)
    {
        m_wanted = count;
        if (results.size() < count) {
            QTimer::singleShot(Patience, &m_loop, &QEventLoop::quit);
            m_loop.exec();
        }
        return results.size() >= count;
    }
    bool waitForAll() { return wait(ids.size()); }

    QList<quint64> ids; // in the order of run()
    QList<quint64> ended;
    QList<Spawn::JobResult> results;

private:
    QObject m_context;
    QEventLoop m_loop;
    qsizetype m_wanted = 0;
};

// A runner for each test, which leaves nothing behind.
class JobTest : public QObject
{
protected:
    static constexpr int Patience = JobSpy::Patience;

    void begin()
    {
        m_fixture.begin();
        m_runner = std::make_unique<Spawn::JobRunner>(&m_fixture.spawner());
        m_spy = std::make_unique<JobSpy>();
    }
    void end()
    {
        QCOMPARE(m_spy->ended.size(), m_spy->ids.size()); // each ended once
        m_runner.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience);
    }

    static void addKinds()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<Spawn::JobOptions>("options");
        for (const ScriptKind &kind : scriptKinds()) {
            Spawn::JobOptions options;
            options.scriptEngine = kind.engine;
            QTest::newRow(kind.name) << kind.script << options;
        }
    }

    Spawn::JobReply *run(const QString &script, const QJsonValue &payload,
                         const Spawn::JobOptions &options = {})
    {
        return m_spy->watch(m_runner->run(script, payload, options));
    }
    // Runs it alone, and waits.
    Spawn::JobResult resultOf(const QString &script, const QJsonValue &payload,
                              const Spawn::JobOptions &options = {})
    {
        run(script, payload, options);
        return m_spy->waitForAll() ? m_spy->results.last() : Spawn::JobResult();
    }

    Spawn::AsyncSpawner &spawner() { return m_fixture.spawner(); }
    SpawnerFixture &fixture() { return m_fixture; }
    JobSpy &spy() { return *m_spy; }

    std::unique_ptr<Spawn::JobRunner> m_runner;

private:
    SpawnerFixture m_fixture;
    std::unique_ptr<JobSpy> m_spy;
};

inline QJsonObject task(const QString &name, QJsonObject arguments = {})
{
    arguments.insert(QStringLiteral("do"), name);
    return arguments;
}

// The main() of such a test: its program serves the jobs that are functions of it.
template <class Test, class Application = QCoreApplication>
int runJobTest(int argc, char *argv[])
{
    Spawn::JobHost::handle(QStringLiteral("tasks"), &runTask);
    Spawn::JobHost::handle(QStringLiteral("double"),
                           [](const QJsonValue &payload) { return payload.toDouble() * 2; });
    if (Spawn::JobHost::isHost())
        return Spawn::JobHost::main(argc, argv);
    Application application(argc, argv);
    Test test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}
