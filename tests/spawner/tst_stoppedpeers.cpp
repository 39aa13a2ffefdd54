// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/leftovers.h"
#include "common/processstate.h"
#include "common/spawnerfixture.h"

#include <QtCore/QProcess>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <cstdio>
#include <deque>

using namespace Qt::StringLiterals;
using namespace Spawn;

// Both ends of the channel to the helper, of which one does not read for a while.
class StoppedPeersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void f39_helperDoesNotRead();
    void f39_eachInTurn();
};

static constexpr char HostWord[] = "as-a-host";
static constexpr int HostCommands = 400;

// More than the channel's buffers hold by far.
static QStringList largeCommand()
{
    return {u"true"_s, QString(100000, u'x')};
}

// False: it has ended.
static bool stop(qint64 processId)
{
    if (kill(static_cast<pid_t>(processId), SIGSTOP) != 0)
        return false;
    const auto isStopped = [processId] {
        return processState(processId) == 'T';
    };
    return QTest::qWaitFor([&] { return isStopped() || !Leftovers::isAlive(processId); }, 10000)
        && isStopped();
}

static void goOn(qint64 processId)
{
    kill(static_cast<pid_t>(processId), SIGCONT);
}

void StoppedPeersTest::f39_helperDoesNotRead()
{
    SpawnerFixture fixture;
    fixture.begin();
    AsyncSpawner &spawner = fixture.spawner();
    spawner.setHeartbeatInterval(std::chrono::milliseconds(0)); // it would be replaced
    QVERIFY(runCommand(spawner, {u"true"_s}).isSuccess());
    const qint64 helper = spawner.helperProcessId();
    QVERIFY(stop(helper));
    std::deque<CommandSpy> spies;
    for (int i = 0; i < 150; ++i)
        spies.emplace_back(spawner.aspawn(largeCommand()));
    // The engine has handed over what it may.
    QTRY_VERIFY_WITH_TIMEOUT(spawner.runningCount() > 0, CommandSpy::Patience);
    QVERIFY(spawner.queuedCount() > 0);
    goOn(helper);
    for (CommandSpy &spy : spies) {
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.order(), "started exited finished");
        QVERIFY2(spy.result().isSuccess(), qPrintable(spy.result().errorString()));
        QCOMPARE(spy.result().attempts, 1);
    }
    QCOMPARE(spawner.helperProcessId(), helper);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.left(), QString(), 20000);
}

// Tells the helper's number, and begins when it has got a line.
static int beHost()
{
    AsyncSpawner spawner;
    spawner.setHeartbeatInterval(std::chrono::milliseconds(0));
    int failures = 0;
    int count = 0;
    QObject::connect(&spawner, &AsyncSpawner::started, &spawner, [&spawner](qint64 processId) {
        printf("%lld\n", processId);
        fflush(stdout);
        char line[8];
        if (fgets(line, sizeof line, stdin) == nullptr)
            QCoreApplication::exit(2);
        for (int i = 0; i < HostCommands; ++i)
            spawner.aspawn(largeCommand());
    });
    QObject::connect(&spawner, &AsyncSpawner::finished, &spawner, [&](CommandReply *reply) {
        ++count;
        failures += reply->result().isSuccess() && reply->result().attempts == 1 ? 0 : 1;
    });
    QObject::connect(&spawner, &AsyncSpawner::drained, qApp, &QCoreApplication::quit);
    spawner.start();
    const int code = QCoreApplication::exec();
    return code != 0 ? code : int(count != HostCommands || failures != 0);
}

// The application stops as well, and whoever goes on finds the other one's end full.
void StoppedPeersTest::f39_eachInTurn()
{
    QProcess host;
    host.start(QCoreApplication::applicationFilePath(), {QLatin1String(HostWord)});
    QTRY_VERIFY_WITH_TIMEOUT(host.canReadLine(), CommandSpy::Patience);
    const qint64 helper = host.readLine().trimmed().toLongLong();
    QVERIFY(helper > 1);
    const auto rests = [](qint64 processId) {
        // It waits for the other one, or is done.
        return QTest::qWaitFor([processId] { return processState(processId) != 'R'; }, 2000);
    };
    int rounds = 0;
    while (rounds < 30 && stop(host.processId())) {
        if (rounds == 0)
            host.write("begin\n");
        (void)rests(helper);
        const bool both = stop(helper);
        goOn(host.processId());
        (void)rests(host.processId());
        goOn(helper);
        if (!both)
            break;
        ++rounds;
    }
    QVERIFY(rounds > 0);
    QTRY_COMPARE_WITH_TIMEOUT(host.state(), QProcess::NotRunning, 60000);
    QCOMPARE(host.exitStatus(), QProcess::NormalExit);
    QCOMPARE(host.exitCode(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(helper), 20000);
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (QCoreApplication::arguments().value(1) == QLatin1String(HostWord))
        return beHost();
    StoppedPeersTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_stoppedpeers.moc"
