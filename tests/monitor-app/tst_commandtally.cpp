// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandtally.h"

#include <QtTest/QtTest>

#include <random>

using namespace Spawn;
using namespace std::chrono_literals;

class CommandTallyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void momentsAreExclusive();
    void workersThatEndAreNoFailures();
    void theSameAsAnew();
    void whatIsNotToldOf();
};

static CommandSnapshot ended(qint64 moment, CommandResult::Error error, const QString &label)
{
    CommandSnapshot command;
    command.state = CommandReply::State::Finished;
    command.finished = moment;
    command.error = error;
    command.label = label;
    return command;
}

void CommandTallyTest::momentsAreExclusive()
{
    using Error = CommandResult::Error;
    SpawnerSnapshot snapshot;
    snapshot.commands[1] = ended(1000, Error::NonZeroExit, u"a"_qs);
    snapshot.commands[2] = ended(2000, Error::NonZeroExit, u"a"_qs);
    snapshot.commands[3] = ended(2000, Error::NoError, u"a"_qs);
    snapshot.commands[4] = ended(2000, Error::Cancelled, u"a"_qs);
    snapshot.commands[5].submitted = 1500;
    snapshot.commands[6].submitted = 1400;
    snapshot.commands[7].state = CommandReply::State::Running;
    snapshot.commands[7].started = 1900;
    snapshot.commands[7].queued = 30ms;
    const CommandTally tally(snapshot);
    QCOMPARE(tally.endedSince(999).all, 3);
    QCOMPARE(tally.endedSince(999).failed, 2);
    QCOMPARE(tally.endedSince(1000).all, 2);
    QCOMPARE(tally.endedSince(1000).failed, 1);
    QCOMPARE(tally.endedSince(2000).all, 0);
    QCOMPARE(tally.failuresSince(1000).size(), 1);
    QCOMPARE(tally.failuresSince(1000).first().latest, quint64(2));
    QVERIFY(tally.failuresSince(2000).isEmpty());
    QCOMPARE(tally.waitingBefore(1400), 0);
    QCOMPARE(tally.waitingBefore(1401), 1);
    QCOMPARE(tally.waitingBefore(1501), 2);
    QCOMPARE(tally.oldestWaiting(), quint64(6));
    QCOMPARE(tally.waitsSince(1899).size(), size_t(1));
    QVERIFY(tally.waitsSince(1900).empty());
}

void CommandTallyTest::workersThatEndAreNoFailures()
{
    SpawnerSnapshot snapshot;
    snapshot.commands[1] = ended(1000, CommandResult::Error::Crashed, u"a"_qs);
    snapshot.commands[1].worker = true;
    const CommandTally tally(snapshot);
    QCOMPARE(tally.endedSince(0).all, 0);
    QVERIFY(tally.failuresSince(0).isEmpty());
}

static void compare(const CommandTally &tally, const CommandTally &anew, qint64 moment)
{
    QCOMPARE(tally.endedSince(moment).all, anew.endedSince(moment).all);
    QCOMPARE(tally.endedSince(moment).failed, anew.endedSince(moment).failed);
    QCOMPARE(tally.waitingBefore(moment), anew.waitingBefore(moment));
    QCOMPARE(tally.oldestWaiting(), anew.oldestWaiting());
    QVERIFY(tally.waitsSince(moment) == anew.waitsSince(moment));
    const auto failures = tally.failuresSince(moment);
    const auto expected = anew.failuresSince(moment);
    QCOMPARE(failures.size(), expected.size());
    for (qsizetype i = 0; i < failures.size(); ++i) {
        QCOMPARE(failures[i].name, expected[i].name);
        QCOMPARE(failures[i].count, expected[i].count);
        QCOMPARE(failures[i].latest, expected[i].latest);
    }
}

void CommandTallyTest::theSameAsAnew()
{
    using Error = CommandResult::Error;
    std::mt19937 random(1); // NOLINT: the same each time
    const auto upTo = [&random](int count) {
        return std::uniform_int_distribution<int>(0, count - 1)(random);
    };
    SpawnerSnapshot snapshot;
    CommandTally tally;
    for (qint64 now = 1000; now < 40'000; now += 100) {
        snapshot.time = now;
        QList<quint64> ids;
        for (int i = 0; i < 8; ++i) {
            const auto id = quint64(1 + upTo(60));
            ids += id;
            CommandSnapshot &command = snapshot.commands[id];
            switch (upTo(5)) {
            case 0:
                snapshot.commands.remove(id);
                break;
            case 1:
                command = {};
                command.submitted = now - upTo(5000);
                break;
            case 2:
                command.state = CommandReply::State::Running;
                command.started = now - upTo(500);
                command.queued = std::chrono::milliseconds(upTo(90));
                break;
            default:
                command = ended(now - upTo(3000), Error(upTo(9)), upTo(2) ? u"a"_qs : u"b"_qs);
                break;
            }
        }
        tally.change(snapshot, ids);
        compare(tally, CommandTally(snapshot), now - 2000);
        if (QTest::currentTestFailed())
            return;
    }
}

void CommandTallyTest::whatIsNotToldOf()
{
    SpawnerSnapshot snapshot;
    snapshot.commands[1] = ended(1000, CommandResult::Error::NoError, {});
    CommandTally tally(snapshot);
    snapshot.commands[2] = ended(1000, CommandResult::Error::NoError, {});
    tally.change(snapshot, {});
    QCOMPARE(tally.endedSince(0).all, 2);
}

QTEST_GUILESS_MAIN(CommandTallyTest)
#include "tst_commandtally.moc"
