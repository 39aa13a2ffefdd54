// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/processstate.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QDir>
#include <QtCore/QHash>
#include <QtCore/QRandomGenerator>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>
#include <malloc.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// Ten thousand commands in the queue.
class ManyCommandsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f36_eachEndsOnce();
    void f36_memoryOfOneThatWaits();
    void f36_priorityThenOrder();
    void f36_destroyedWhileTheyWait();
    void f37_fourThousandRun();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    CommandReply *startBlocked();

    SpawnerFixture m_fixture;
};

static constexpr int Count = 10000;

// Runs until it gets a byte, so that what comes after it waits when only one may run.
CommandReply *ManyCommandsTest::startBlocked()
{
    spawner().setMaxRunningCount(1);
    Command command(testChild({u"read-then-exit"_s, u"1"_s}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    CommandReply *const reply = spawner().aspawn(command);
    QSignalSpy started(reply, &CommandReply::started);
    return QTest::qWaitFor([&] { return !started.isEmpty(); }, CommandSpy::Patience) ? reply
                                                                                     : nullptr;
}

// With a small stack in the helper: nothing there may recurse for each of them.
void ManyCommandsTest::f36_eachEndsOnce()
{
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_STACK, &before), 0);
    const rlimit small{256 << 10, before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_STACK, &small), 0);
    const bool started = runCommand(spawner(), {u"true"_s}).isSuccess();
    QCOMPARE(setrlimit(RLIMIT_STACK, &before), 0);
    QVERIFY(started);

    QHash<quint64, int> ends;
    int failures = 0;
    connect(&spawner(), &AsyncSpawner::finished, this, [&](CommandReply *reply) {
        ++ends[reply->id()];
        failures += reply->result().isSuccess() ? 0 : 1;
    });
    QSignalSpy drained(&spawner(), &AsyncSpawner::drained);
    QList<quint64> ids;
    for (int i = 0; i < Count; ++i)
        ids.append(spawner().aspawn({u"true"_s})->id());
    QCOMPARE(spawner().queuedCount(), Count);
    QTRY_COMPARE_WITH_TIMEOUT(drained.size(), 1, 100000);
    QCOMPARE(failures, 0);
    QCOMPARE(ends.size(), Count);
    for (const quint64 id : ids)
        QCOMPARE(ends.value(id), 1);
    QVERIFY(spawner().restartHistory().isEmpty());
}

// The benchmark measures it closely, and holds it to less. This one sees when a queued command
// begins to hold descriptors, buffers or an environment of its own.
void ManyCommandsTest::f36_memoryOfOneThatWaits()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("The memory of a sanitizer would be counted.");
#endif
    CommandReply *const blocked = startBlocked();
    QVERIFY(blocked != nullptr);
    spawner().setMaxQueueLength(Count);
    malloc_trim(0);
    const qint64 processId = QCoreApplication::applicationPid();
    const qint64 before = residentBytes(processId);
    const auto descriptorCount = [] {
        return QDir(u"/proc/self/fd"_s).count();
    };
    const uint descriptors = descriptorCount();
    for (int i = 0; i < Count; ++i)
        spawner().aspawn({u"true"_s, u"an argument"_s});
    // One too many: when it has been refused, all of them have arrived in the queue.
    const CommandResult refused = runCommand(spawner(), {u"true"_s});
    QCOMPARE(refused.stage, CommandResult::Stage::Queue);
    QCOMPARE(spawner().queuedCount(), Count);
    QCOMPARE(descriptorCount(), descriptors);
    const qint64 each = (residentBytes(processId) - before) / Count;
    QVERIFY2(each < 3072, qPrintable(u"%1 bytes each"_s.arg(each)));
    spawner().destroy();
    QTRY_VERIFY_WITH_TIMEOUT(spawner().replies().isEmpty(), CommandSpy::Patience);
}

void ManyCommandsTest::f36_priorityThenOrder()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    CommandReply *const blocked = startBlocked();
    QVERIFY(blocked != nullptr);

    QList<quint64> completed;
    connect(&spawner(), &AsyncSpawner::finished, this,
            [&completed](CommandReply *reply) { completed.append(reply->id()); });
    QList<std::pair<int, quint64>> expected; // negative priority, id
    for (int i = 0; i < 300; ++i) {
        Command command({u"true"_s});
        command.setPriority(random.bounded(-3, 4));
        expected.append({-command.priority(), spawner().aspawn(command)->id()});
    }
    std::sort(expected.begin(), expected.end());
    blocked->write("x");
    QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 301, 60000);
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(completed[i + 1], expected[i].second);
}

void ManyCommandsTest::f36_destroyedWhileTheyWait()
{
    CommandReply *const blocked = startBlocked();
    QVERIFY(blocked != nullptr);
    int destroyed = 0;
    connect(&spawner(), &AsyncSpawner::finished, this, [&destroyed](CommandReply *reply) {
        destroyed += reply->result().error == CommandResult::Error::Destroyed ? 1 : 0;
    });
    for (int i = 0; i < Count; ++i)
        spawner().aspawn({u"true"_s});
    spawner().destroy();
    QTRY_COMPARE_WITH_TIMEOUT(destroyed, Count + 1, 60000);
    QCOMPARE(spawner().queuedCount(), 0);
    QCOMPARE(spawner().runningCount(), 0);
}

void ManyCommandsTest::f37_fourThousandRun()
{
    constexpr int Running = 4000;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    const rlimit before = limit;
    if (limit.rlim_max < Running + 500)
        QSKIP("Not enough descriptors for the pidfds of four thousand");
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    spawner().setMaxRunningCount(Running);

    int started = 0;
    QHash<quint64, int> ends;
    QList<HelperExit> helperExits;
    connect(&spawner(), &AsyncSpawner::exit, this,
            [&](const HelperExit &end) { helperExits.append(end); });
    connect(&spawner(), &AsyncSpawner::finished, this,
            [&](CommandReply *reply) { ++ends[reply->id()]; });
    Command command(testChild({u"sleep"_s, u"120000"_s}));
    command.setStandardOutputMode(Command::OutputMode::Null);
    command.setStandardErrorMode(Command::OutputMode::Null);
    QList<CommandReply *> replies;
    for (int i = 0; i < Running; ++i) {
        replies.append(spawner().aspawn(command));
        connect(replies.last(), &CommandReply::started, this, [&] { ++started; });
    }
    QTRY_COMPARE_WITH_TIMEOUT(started, Running, 60000);
    QCOMPARE(spawner().runningCount(), Running);

    // One that ends is found among all of them at once, with a helper and without.
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(helperExits.size(), 1, CommandSpy::Patience);
    QCOMPARE(helperExits[0].carriedOver, Running);
    for (int i = 0; i < Running; i += 2)
        replies[i]->kill();
    QTRY_COMPARE_WITH_TIMEOUT(ends.size(), Running / 2, 60000);
    spawner().destroy();
    QTRY_COMPARE_WITH_TIMEOUT(ends.size(), Running, 60000);
    QVERIFY(std::all_of(ends.cbegin(), ends.cend(), [](int count) { return count == 1; }));
    setrlimit(RLIMIT_NOFILE, &before);
}

QTEST_GUILESS_MAIN(ManyCommandsTest)
#include "tst_manycommands.moc"
