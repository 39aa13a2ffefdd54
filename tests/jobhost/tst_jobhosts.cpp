// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/spawnerfixture.h"
#include "jobhost/jobhosts.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

#include <csignal>

using namespace Spawn;

// The life of the job hosts, by the protocol: job after job, and the end.
class JobHostsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void runsJobsOneAfterTheOther_data() { addHosts(); }
    void runsJobsOneAfterTheOther();
    void keepsTheirOrder_data() { addHosts(); }
    void keepsTheirOrder();
    void answersBeforeTheNextBegins_data() { addHosts(); }
    void answersBeforeTheNextBegins();
    void forgets_data() { addHosts(); }
    void forgets();
    void progressComesFirst_data() { addHosts(); }
    void progressComesFirst();
    void answersOnce_data() { addHosts(); }
    void answersOnce();
    void modulesAreLoadedOnce_data() { addHosts(); }
    void modulesAreLoadedOnce();
    void endsWithTheProcess_data();
    void endsWithTheProcess();
    void endsWithItsRunner_data() { addHosts(); }
    void endsWithItsRunner();
    void isNotForPeople_data() { addHosts(); }
    void isNotForPeople();

private:
    std::unique_ptr<Worker> host(const QString &program)
    {
        return startHost(m_fixture.spawner(), program, m_errors);
    }

    SpawnerFixture m_fixture;
    HostErrors m_errors;
};

void JobHostsTest::runsJobsOneAfterTheOther()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    for (int run = 1; run <= 50; ++run)
        QCOMPARE(spy.ask(request(run, u"ping.js"_s, run)), QJsonValue(done(run, run)));
    QCOMPARE(spy.ask(request(51, u"pid.js"_s)), QJsonValue(done(51, worker->processId())));
}

// One at a time: the second waits for the first, which takes longer.
void JobHostsTest::keepsTheirOrder()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    worker->send(request(1, u"sleep.js"_s, 50));
    worker->send(request(2, u"ping.js"_s, u"at once"_s));
    worker->send(request(3, u"sleep.js"_s, 1));
    QVERIFY(spy.waitForMessages(4));
    spy.messages.removeFirst();
    QCOMPARE(spy.messages,
             (QJsonArray{done(1, u"slept"_s), done(2, u"at once"_s), done(3, u"slept"_s)}));
}

// An answer that fills the channel several times, and a job behind it that ends the process.
void JobHostsTest::answersBeforeTheNextBegins()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    const QString large(4 << 20, u'x');
    worker->send(request(1, u"ping.js"_s, large));
    worker->send(request(2, u"exit.js"_s, 3));
    QVERIFY(spy.waitForFinished());
    QVERIFY(spy.messages.size() >= 2); // what the second says of its progress may find no room
    QVERIFY(spy.messages.at(1) == done(1, large));
    QCOMPARE(spy.exitCode, 3);
}

void JobHostsTest::forgets()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    worker->send(request(1, u"sleep.js"_s, 50));
    worker->send(request(2, u"ping.js"_s));
    worker->send(request(3, u"ping.js"_s, 3));
    for (const int run : {1, 2, 9}) // one that runs, one that waits, and none
        worker->send(QJsonObject{{u"forget"_s, run}});
    QVERIFY(spy.waitForMessages(4));
    spy.messages.removeFirst();
    QCOMPARE(spy.messages,
             (QJsonArray{QJsonObject{{u"forgotten"_s, 2}}, done(1, u"slept"_s), done(3, 3)}));
}

void JobHostsTest::progressComesFirst()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    worker->send(request(7, u"progress.js"_s, 100));
    QVERIFY(spy.waitForMessages(102));
    for (int i = 1; i <= 100; ++i) {
        const QJsonObject step{{u"progress"_s, 7}, {u"value"_s, QJsonObject{{u"step"_s, i}}}};
        QCOMPARE(spy.messages.at(i), QJsonValue(step));
    }
    QCOMPARE(spy.messages.last(), QJsonValue(done(7, QJsonArray{107, 1})));
}

// Node's host leaves it to the runner, by the number of the run, to drop the others.
void JobHostsTest::answersOnce()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    QCOMPARE(spy.ask(request(1, u"twice.js"_s)), QJsonValue(done(1, u"first"_s)));
    worker->send(request(2, u"sleep.js"_s, 30));
    QTRY_COMPARE_WITH_TIMEOUT(spy.messages.last(), QJsonValue(done(2, u"slept"_s)),
                              WorkerSpy::Patience);
    for (const QJsonValue &answer : std::as_const(spy.messages))
        QVERIFY(!answer[u"failed"_s].isDouble() || answer[u"failed"_s].toInt() == 1);
#ifdef JOBHOST
    if (program == JOBHOST) {
        QCOMPARE(spy.messages.size(), 3);
        worker->disconnectChannel();
        QVERIFY(spy.waitForFinished());
        QCOMPARE(m_errors.read().count("its answer is dropped"), 2);
    }
#endif
}

void JobHostsTest::modulesAreLoadedOnce()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    const QString source = u"let count = 0; module.exports = () => ++count;"_s;
    QCOMPARE(spy.ask(inlineRequest(1, source)), QJsonValue(done(1, 1)));
    QCOMPARE(spy.ask(inlineRequest(2, source)), QJsonValue(done(2, 2)));
    const QString other = u"() => { const data = require('./requires/data');"
                          " data.count = (data.count || 0) + 1; return data.count; }"_s;
    QCOMPARE(spy.ask(inlineRequest(3, other)), QJsonValue(done(3, 1)));
    QCOMPARE(spy.ask(inlineRequest(4, other)), QJsonValue(done(4, 2)));
}

void JobHostsTest::endsWithTheProcess_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QJsonValue>("payload");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("says");
    const QByteArray thrown = "RangeError: thrown on purpose\n    at ";
    for (const auto &[name, program] : jobHosts()) {
        for (const char *const when : {"asItIsDescribed", "timer", "interval", "immediate", "tick",
                                       "microtask", "promise", "adopted"}) {
            QTest::addRow("%s: throws, %s", name, when)
                << program << u"throw.js"_s << QJsonValue(QString::fromLatin1(when)) << 1 << 0
                << thrown;
        }
        QTest::addRow("%s: exits with 0", name)
            << program << u"exit.js"_s << QJsonValue(0) << 0 << 0 << QByteArray();
        QTest::addRow("%s: exits with 3", name)
            << program << u"exit.js"_s << QJsonValue(3) << 3 << 0 << QByteArray();
        QTest::addRow("%s: SIGKILL", name)
            << program << u"exit.js"_s << QJsonValue(u"SIGKILL"_s) << -1 << SIGKILL << QByteArray();
        QTest::addRow("%s: SIGTERM", name)
            << program << u"exit.js"_s << QJsonValue(u"SIGTERM"_s) << -1 << SIGTERM << QByteArray();
    }
}

void JobHostsTest::endsWithTheProcess()
{
    QFETCH(const QString, program);
    QFETCH(const QString, script);
    QFETCH(const QJsonValue, payload);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    worker->send(request(1, script, payload));
    QVERIFY(spy.waitForFinished());
    QTEST(spy.exitCode, "code");
    QTEST(spy.signalNumber, "signal");
    QFETCH(const QByteArray, says);
    const QByteArray said = m_errors.read();
    QVERIFY2(said.contains(says), said.constData());
    QCOMPARE(said.isEmpty(), says.isEmpty());
    QVERIFY(spy.errors.isEmpty());
    QJsonArray messages = spy.messages;
    messages.removeFirst();
    if (script == u"exit.js"_s) // what it has said before arrives
        QCOMPARE(messages.first()[u"value"_s], QJsonValue(u"ending"_s));
    else
        QCOMPARE(messages, QJsonArray());
}

void JobHostsTest::endsWithItsRunner()
{
    QFETCH(const QString, program);
    const auto idle = host(program);
    WorkerSpy idleSpy(idle.get());
    QVERIFY(waitForReady(idleSpy));
    idle->disconnectChannel();
    QVERIFY(idleSpy.waitForFinished());
    QCOMPARE(idleSpy.exitCode, 0);
}

void JobHostsTest::isNotForPeople()
{
    QFETCH(const QString, program);
    const CommandResult result = runCommand(m_fixture.spawner(), {program});
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.standardError.contains("is to be started by a"));
}

QTEST_GUILESS_MAIN(JobHostsTest)
#include "tst_jobhosts.moc"
