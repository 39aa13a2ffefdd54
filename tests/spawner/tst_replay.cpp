// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/helperspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtTest/QTest>

#include <csignal>
#include <deque>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

// A helper that dies with much to do: what runs goes on, and what does not runs later, once.
class ReplayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void f01_fiftyThatRun();
    void f02_killedAgainAndAgain();
    void f10_outOfMemory();
    void f82_moreThanTheSocketHolds();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

void ReplayTest::f01_fiftyThatRun()
{
    constexpr int Count = 50;
    const HelperSpy helpers(spawner());
    std::deque<CommandSpy> commands;
    for (int i = 0; i < Count; ++i) {
        // The first half of its output before the helper's death, the other half after.
        commands.emplace_back(spawner().aspawn(testChildChain({{u"writestd"_s, u"before "_s, {}},
                                                               {u"sleep"_s, u"700"_s},
                                                               {u"writestd"_s, u"after"_s, {}},
                                                               {u"exit"_s, QString::number(i)}})));
    }
    const auto hasStarted = [](const CommandSpy &spy) {
        return spy.hasStarted();
    };
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(commands.begin(), commands.end(), hasStarted),
                             CommandSpy::Patience);
    QCOMPARE(kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL), 0);
    for (int i = 0; i < Count; ++i) {
        CommandSpy &command = commands[static_cast<size_t>(i)];
        QVERIFY(command.waitForGone());
        QCOMPARE(command.result().exitCode, i);
        QCOMPARE(command.result().standardOutput, "before after");
        QCOMPARE(command.result().attempts, 1);
        QCOMPARE(command.order(), "started exited finished");
    }
    QCOMPARE(helpers.exits.size(), 1);
    QCOMPARE(helpers.exits[0].carriedOver, Count);
    QCOMPARE(helpers.exits[0].resent, 0);
}

void ReplayTest::f02_killedAgainAndAgain()
{
    constexpr int Count = 1000;
    constexpr int Kills = 20;
    const QTemporaryDir folder;
    const HelperSpy helpers(spawner());
    RestartPolicy policy;
    policy.maximumDelay = 1ms; // it is the kills that are meant here
    policy.giveUpAfter = 0;
    spawner().setRestartPolicy(policy);

    int finished = 0;
    int succeeded = 0;
    connect(&spawner(), &AsyncSpawner::finished, this, [&](CommandReply *reply) {
        ++finished;
        succeeded += reply->result().isSuccess() ? 1 : 0;
    });
    for (int i = 0; i < Count; ++i)
        spawner().aspawn(testChild({u"append"_s, folder.filePath(QString::number(i))}));
    int kills = 0;
    pid_t killed = 0; // no second time: it has the same number until its end has been told
    QTimer killer;
    connect(&killer, &QTimer::timeout, this, [&] {
        const auto helper = static_cast<pid_t>(spawner().helperProcessId());
        if (kills < Kills && helper > 1 && helper != killed && kill(helper, SIGKILL) == 0) {
            killed = helper;
            ++kills;
        }
    });
    killer.start(50);
    QTRY_COMPARE_WITH_TIMEOUT(finished, Count, 60000);
    killer.stop();
    QCOMPARE(succeeded, Count);
    for (int i = 0; i < Count; ++i)
        QCOMPARE(runCount(folder.filePath(QString::number(i))), 1);
    QVERIFY2(kills >= 5, qPrintable(QString::number(kills))); // else nothing was tried
    QTRY_COMPARE_WITH_TIMEOUT(helpers.exits.size(), kills, CommandSpy::Patience);
}

// Its own memory is limited, and a request does not fit: that one is told so, and nobody else hears
// of it. (Killed by the kernel for want of memory it is killed as any other: f01, f02.)
void ReplayTest::f10_outOfMemory()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("The sanitizer's own memory is larger than any limit that would show this");
#endif
    const HelperSpy helpers(spawner());
    CommandSpy running(spawner().aspawn(testChild({u"sleep"_s, u"500"_s, u"7"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), CommandSpy::Patience);
    const rlimit tight{2 << 20, RLIM_INFINITY};
    QCOMPARE(prlimit(static_cast<pid_t>(spawner().helperProcessId()), RLIMIT_AS, &tight, nullptr),
             0);
    QList<QByteArray> argv{"/bin/true"};
    for (int i = 0; i < 15; ++i)
        argv.append(QByteArray(100'000, 'x'));
    CommandSpy large(spawner().aspawn(Command::fromBytes(argv)));
    CommandSpy small(spawner().aspawn({u"true"_s}));
    QVERIFY(large.waitForGone());
    QCOMPARE(large.result().error, CommandResult::Error::FailedToStart);
    QCOMPARE(large.result().stage, CommandResult::Stage::Transfer);
    QCOMPARE(large.result().systemError, ENOMEM);
    QCOMPARE(large.order(), "finished");
    QVERIFY(small.waitForGone());
    QVERIFY(small.result().processId > 1); // what it can do with as little is its own affair
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 7);
    QVERIFY(helpers.exits.isEmpty());
}

void ReplayTest::f82_moreThanTheSocketHolds()
{
    QList<QByteArray> argv{testChildProgram().toUtf8(), "args"};
    for (int i = 0; i < 15; ++i)
        argv.append(QByteArray(120'000, static_cast<char>('a' + i)));
    std::deque<CommandSpy> commands;
    for (int i = 0; i < 4; ++i)
        commands.emplace_back(spawner().aspawn(Command::fromBytes(argv)));
    for (CommandSpy &command : commands) {
        QVERIFY(command.waitForGone());
        QVERIFY2(command.result().isSuccess(), qPrintable(command.result().errorString()));
        const QList<QByteArray> told = fromHexLines(command.result().standardOutput);
        QVERIFY(told.mid(told.size() - 15) == argv.mid(2));
    }
}

QTEST_GUILESS_MAIN(ReplayTest)
#include "tst_replay.moc"
