// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/spawnerfixture.h"
#include "jobhost/jobhosts.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

#include <csignal>

using namespace Spawn;

// Jobs that are Qt plug-ins, by the protocol.
class JobHostPluginsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void answers_data();
    void answers();
    void isKept();
    void answersLater();
    void crashes();

private:
    std::unique_ptr<Worker> host(const QString &program)
    {
        return startHost(m_fixture.spawner(), program, m_errors);
    }

    SpawnerFixture m_fixture;
    HostErrors m_errors;
};

void JobHostPluginsTest::answers_data()
{
    QTest::addColumn<QJsonObject>("asked");
    QTest::addColumn<QJsonObject>("answer");
    QTest::addColumn<QStringList>("says"); // in the text of a failure
    const QJsonObject object{{u"a"_s, QJsonArray{1, QJsonValue::Null}}};
    const auto failed = [](const QJsonValue &value) {
        return QJsonObject{{u"failed"_s, 1}, {u"value"_s, value}};
    };
    QTest::newRow("an object") << request(1, TESTPLUGIN, object) << done(1, object)
                               << QStringList();
    QTest::newRow("nothing") << request(1, TESTPLUGIN) << done(1, QJsonValue::Null)
                             << QStringList();
    QTest::newRow("fails") << request(1, TESTPLUGIN, u"fail"_s)
                           << failed(QJsonObject{{u"message"_s, u"failed on purpose"_s},
                                                 {u"code"_s, 5}})
                           << QStringList();
    QTest::newRow("throws") << request(1, TESTPLUGIN, u"throw"_s) << failed(u"thrown on purpose"_s)
                            << QStringList();
    QTest::newRow("no such plug-in")
        << request(1, u"/no/such/plugin.so"_s)
        << failed(QJsonObject{{u"message"_s, u"Cannot find module '/no/such/plugin.so'"_s},
                              {u"code"_s, u"MODULE_NOT_FOUND"_s}})
        << QStringList();
    QTest::newRow("no plug-in of Qt") << request(1, NO_PLUGIN) << QJsonObject()
                                      << QStringList{NO_PLUGIN, u"is no plug-in for jobs: "_s};
    QTest::newRow("no library") << request(1, u"text.so"_s) << QJsonObject()
                                << QStringList{scriptPath(u"text.so"_s),
                                               u"is no plug-in for jobs: "_s};
}

void JobHostPluginsTest::answers()
{
    QFETCH(const QJsonObject, asked);
    QFETCH(const QJsonObject, answer);
    QFETCH(const QStringList, says);
    const auto worker = host(JOBHOST);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    const QJsonValue found = spy.ask(asked);
    if (says.isEmpty())
        QCOMPARE(found, QJsonValue(answer));
    for (const QString &text : says)
        QVERIFY2(found[u"value"_s].toString().contains(text),
                 qPrintable(found[u"value"_s].toString()));
    QCOMPARE(spy.ask(request(2, TESTPLUGIN, 5)), QJsonValue(done(2, 5)));
}

void JobHostPluginsTest::isKept()
{
    const auto worker = host(JOBHOST);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    for (int run = 1; run <= 3; ++run)
        QCOMPARE(spy.ask(request(run, TESTPLUGIN, u"count"_s)), QJsonValue(done(run, run)));
    // Beside scripts.
    QCOMPARE(spy.ask(request(4, u"ping.js"_s, 4)), QJsonValue(done(4, 4)));
    QCOMPARE(spy.ask(request(5, TESTPLUGIN, u"count"_s)), QJsonValue(done(5, 4)));
}

void JobHostPluginsTest::answersLater()
{
    const auto worker = host(JOBHOST);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    worker->send(request(1, TESTPLUGIN, u"later"_s));
    QVERIFY(spy.waitForMessages(3));
    QCOMPARE(spy.messages.at(1)[u"progress"_s].toInt(), 1);
    QCOMPARE(spy.messages.at(1)[u"value"_s].toDouble(), 0.5);
    QCOMPARE(spy.messages.at(2), QJsonValue(done(1, u"later"_s)));
}

void JobHostPluginsTest::crashes()
{
    const auto worker = host(JOBHOST);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    worker->send(request(1, TESTPLUGIN, u"crash"_s));
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.exitCode, -1);
    QCOMPARE(spy.signalNumber, SIGABRT);
    QCOMPARE(spy.messages.size(), 1);
}

QTEST_GUILESS_MAIN(JobHostPluginsTest)
#include "tst_jobhostplugins.moc"
