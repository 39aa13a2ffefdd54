// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health.h"

#include "monitor-app/syntheticclusters.h"
#include "monitor-app/syntheticpools.h"

#include "models/attention.h"

#include <QtTest/QtTest>

using namespace Spawn;

class HealthTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void healthy();
    void levels_data();
    void levels();
    void worstFirst();
    void remembersSince();
    void oldestLeadsToItsCommand();
    void attention();
    void attentionToWorkers();
    void attentionToClusters();

private:
    static const Check &check(const Health &health, Check::Kind kind)
    {
        return *std::find_if(health.checks.begin(), health.checks.end(),
                             [kind](const Check &candidate) { return candidate.kind == kind; });
    }
};

using namespace std::chrono_literals;

static constexpr qint64 Now = 1'800'000'000'000;

void HealthTest::healthy()
{
    const Health health = healthOf({}, {}, Now);
    QCOMPARE(health.checks.size(), qsizetype(Check::Kinds));
    QCOMPARE(health.level(), CheckLevel::Pass);
    QCOMPARE(health.headline(), u"Healthy"_qs);
    QCOMPARE(health.explanation(), u"8 of 8 checks pass."_qs);
    // What is not known is empty, not well.
    QCOMPARE(check(health, Check::Kind::Reply).value, QString());
    for (const Check &one : health.checks)
        QVERIFY(!one.rule.isEmpty());
}

using Change = void (*)(SpawnerSnapshot &);
Q_DECLARE_METATYPE(Change)

static void addEnds(SpawnerSnapshot &snapshot, int count, HelperExit::Reason reason, qint64 ago)
{
    for (int i = 0; i < count; ++i) {
        snapshot.restarts
            += SyntheticApplication::restart(quint64(i + 1), Now - ago, 1, reason, 1000, 0, 0);
    }
}

static void addFailures(SpawnerSnapshot &snapshot, int failed, int succeeded)
{
    for (int i = 0; i < failed + succeeded; ++i) {
        CommandSnapshot &command = snapshot.commands[quint64(i + 1)];
        command.state = CommandReply::State::Finished;
        command.finished = Now - 1000;
        command.error
            = i < failed ? CommandResult::Error::NonZeroExit : CommandResult::Error::NoError;
    }
}

void HealthTest::levels_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<Check::Kind>("kind");
    QTest::addColumn<CheckLevel>("level");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, Change change, Check::Kind kind, CheckLevel level,
                        const QString &value) {
        QTest::newRow(name) << change << kind << level << value;
    };
    using Kind = Check::Kind;
    row(
        "restarting", [](SpawnerSnapshot &s) { s.helper.state = AsyncSpawner::State::Restarting; },
        Kind::Helper, CheckLevel::Warning, u"Restarting"_qs);
    row(
        "failed", [](SpawnerSnapshot &s) { s.helper.state = AsyncSpawner::State::Failed; },
        Kind::Helper, CheckLevel::Critical, u"Failed"_qs);
    row(
        "reply at its limit", [](SpawnerSnapshot &s) { s.helper.roundTrip = 100ms; }, Kind::Reply,
        CheckLevel::Pass, u"100.0 ms"_qs);
    row(
        "slow reply", [](SpawnerSnapshot &s) { s.helper.roundTrip = 101ms; }, Kind::Reply,
        CheckLevel::Warning, u"101.0 ms"_qs);
    row(
        "late loop", [](SpawnerSnapshot &s) { s.callerDelay = 1200ms; }, Kind::LoopDelay,
        CheckLevel::Critical, u"1.2 s"_qs);
    row(
        "long wait", [](SpawnerSnapshot &s) { s.queue.oldest = 6100ms; }, Kind::OldestWaiting,
        CheckLevel::Warning, u"6.1 s"_qs);
    row(
        "very long wait", [](SpawnerSnapshot &s) { s.queue.oldest = 61s; }, Kind::OldestWaiting,
        CheckLevel::Critical, u"1 m 01 s"_qs);
    row(
        "three ends",
        [](SpawnerSnapshot &s) { addEnds(s, 3, HelperExit::Reason::Crashed, 60'000); },
        Kind::CrashLoop, CheckLevel::Warning, u"3"_qs);
    row(
        "three ends long ago",
        [](SpawnerSnapshot &s) { addEnds(s, 3, HelperExit::Reason::Crashed, 601'000); },
        Kind::CrashLoop, CheckLevel::Pass, u"0"_qs);
    row(
        "eight that were asked for",
        [](SpawnerSnapshot &s) { addEnds(s, 8, HelperExit::Reason::Destroyed, 60'000); },
        Kind::CrashLoop, CheckLevel::Pass, u"0"_qs);
    row(
        "eight ends", [](SpawnerSnapshot &s) { addEnds(s, 8, HelperExit::Reason::Exited, 60'000); },
        Kind::CrashLoop, CheckLevel::Critical, u"8"_qs);
    row(
        "descriptors", [](SpawnerSnapshot &s) { s.helper.descriptors = 800; }, Kind::Descriptors,
        CheckLevel::Warning, u"800"_qs);
    row(
        "dropped", [](SpawnerSnapshot &s) { s.dropped = 1312; }, Kind::Dropped, CheckLevel::Warning,
        u"1\u2009312"_qs);
    row(
        "some failed", [](SpawnerSnapshot &s) { addFailures(s, 4, 0); }, Kind::Failed,
        CheckLevel::Pass, u"4"_qs);
    row(
        "a fifth failed", [](SpawnerSnapshot &s) { addFailures(s, 20, 80); }, Kind::Failed,
        CheckLevel::Warning, u"20"_qs);
    row(
        "most failed", [](SpawnerSnapshot &s) { addFailures(s, 60, 40); }, Kind::Failed,
        CheckLevel::Critical, u"60"_qs);
}

void HealthTest::levels()
{
    QFETCH(Change, change);
    QFETCH(Check::Kind, kind);
    QFETCH(CheckLevel, level);
    QFETCH(QString, value);
    SpawnerSnapshot snapshot;
    change(snapshot);
    const Health health = healthOf(snapshot, CommandTally(snapshot), Now);
    const Check &found = check(health, kind);
    QCOMPARE(found.level, level);
    QCOMPARE(found.value, value);
    QCOMPARE(health.level(), level);
    QCOMPARE(found.headline.isEmpty(), level == CheckLevel::Pass);
    QCOMPARE(found.since == 0, level == CheckLevel::Pass);
    if (level != CheckLevel::Pass)
        QCOMPARE(health.passed(), Check::Kinds - 1);
}

void HealthTest::worstFirst()
{
    SpawnerSnapshot snapshot;
    snapshot.dropped = 1;
    snapshot.queue.oldest = 90s;
    const Health health = healthOf(snapshot, CommandTally(snapshot), Now);
    QCOMPARE(health.checks.at(0).kind, Check::Kind::OldestWaiting);
    QCOMPARE(health.checks.at(1).kind, Check::Kind::Dropped);
    QCOMPARE(health.checks.at(2).kind, Check::Kind::Helper);
    QCOMPARE(health.headline(), u"Critical: a command has waited 1 m 30 s"_qs);
    QVERIFY(health.explanation().startsWith(u"2 of 8 checks are over their limit. Limit 1 m, "));
}

void HealthTest::remembersSince()
{
    SpawnerSnapshot snapshot;
    snapshot.dropped = 1;
    Health health = healthOf(snapshot, CommandTally(snapshot), Now);
    QCOMPARE(check(health, Check::Kind::Dropped).since, Now);
    health = healthOf(snapshot, CommandTally(snapshot), Now + 5000, health);
    QCOMPARE(check(health, Check::Kind::Dropped).since, Now);
    health = healthOf({}, {}, Now + 6000, health);
    health = healthOf(snapshot, CommandTally(snapshot), Now + 7000, health);
    QCOMPARE(check(health, Check::Kind::Dropped).since, Now + 7000);
    snapshot.queue.oldest = 6s;
    health = healthOf(snapshot, CommandTally(snapshot), Now, health);
    QCOMPARE(check(health, Check::Kind::OldestWaiting).since, Now - 1000);
}

void HealthTest::oldestLeadsToItsCommand()
{
    SyntheticApplication application;
    application.fill();
    const Health health
        = healthOf(application.value, CommandTally(application.value), SyntheticApplication::now());
    QCOMPARE(health.checks.first().subject.kind, Subject::Kind::Command);
    QCOMPARE(health.checks.first().subject.command, quint64(813));
}

void HealthTest::attention()
{
    SyntheticApplication application;
    application.fill();
    const QList<Attention> list = attentionOf(application.value, CommandTally(application.value),
                                              SyntheticApplication::now());
    QCOMPARE(list.size(), 3);
    QCOMPARE(list.at(0).headline, u"4 commands have waited more than 5 s"_qs);
    QCOMPARE(list.at(0).detail, u"The limit of 4 running commands is reached"_qs);
    QCOMPARE(list.at(1).headline, u"“thumb” commands timed out twice in 10 min"_qs);
    QCOMPARE(list.at(1).detail, u"convert, after 8.0 s"_qs);
    QCOMPARE(list.at(2).detail, u"Crashed: SIGSEGV, after 1 h 01 m 51 s"_qs);
    QVERIFY(attentionOf({}, {}, Now).isEmpty());
}

void HealthTest::attentionToWorkers()
{
    SyntheticApplication application;
    fillPools(application);
    SpawnerSnapshot &value = application.value;
    const qint64 now = SyntheticApplication::now();
    QList<Attention> list = attentionOf(value, {}, now);
    QCOMPARE(list.size(), 2);
    QCOMPARE(list.at(0).headline, u"“faces” workers are not started any more"_qs);
    QCOMPARE(list.at(0).detail, u"Exited by itself: code 127, after 412 ms"_qs);
    QCOMPARE(list.at(0).subject.kind, Subject::Kind::Workers);
    QCOMPARE(list.at(0).subject.pool, 2ULL);
    QCOMPARE(list.at(0).subject.program, u"/srv/photos/workers/faces"_qs);
    QCOMPARE(list.at(1).headline, u"“resize.js” workers ended twice in 10 min"_qs);
    QCOMPARE(list.at(1).detail, u"Crashed: SIGSEGV, after 22 m 13 s"_qs);
    QVERIFY((list.at(1).mark == Mark{Glyph::Bolt, Tone::Signal}));
    QCOMPARE(list.at(1).subject.pool, 1ULL);

    // Once more, by itself; what somebody asked for says nothing.
    WorkerEnd end = value.workerEnds.at(8);
    end.reason = WorkerEnd::Reason::Exited;
    end.exitCode = 3;
    value.workerEnds += end;
    end.reason = WorkerEnd::Reason::Replaced;
    value.workerEnds += end;
    list = attentionOf(value, {}, now);
    QCOMPARE(list.at(1).headline, u"“resize.js” workers ended 3 times in 10 min"_qs);
    QCOMPARE(list.at(1).detail, u"Exited by itself: code 3, after 22 m 13 s"_qs);
    // A single one may happen, and what was long ago is over.
    value.pools[1].programs[1].gaveUp = false;
    QVERIFY(attentionOf(value, {}, now + 9 * 60'000).isEmpty());
}

void HealthTest::attentionToClusters()
{
    SyntheticApplication application;
    fillClusters(application);
    SpawnerSnapshot &value = application.value;
    const qint64 now = SyntheticApplication::now();
    QList<Attention> list = attentionOf(value, {}, now);
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.at(0).headline, u"Workers of “Cluster 3” are not started any more"_qs);
    QCOMPARE(list.at(0).detail, u"Exited by itself: code 127, after 412 ms"_qs);
    QVERIFY((list.at(0).mark == Mark{Glyph::CriticalSign, Tone::Fail}));
    QCOMPARE(list.at(0).subject.kind, Subject::Kind::Clusters);
    QCOMPARE(list.at(0).subject.cluster, 3ULL);

    // A single one may happen; what somebody asked for says nothing.
    ClusterWorkerEnd end = value.clusterEnds.at(4);
    QVERIFY(end.reason == ClusterWorkerEnd::Reason::Crashed);
    value.clusterEnds += end;
    list = attentionOf(value, {}, now);
    QCOMPARE(list.size(), 2);
    QCOMPARE(list.at(0).headline, u"Workers of “web” ended twice in 10 min"_qs);
    QCOMPARE(list.at(0).detail, u"Crashed: SIGSEGV, after 2 h 02 m 36 s"_qs);
    QVERIFY((list.at(0).mark == Mark{Glyph::Bolt, Tone::Signal}));
    QCOMPARE(list.at(0).subject.cluster, 1ULL);
    value.clusters[2].gaveUp = false;
    QCOMPARE(attentionOf(value, {}, now).size(), 2);
    QVERIFY(attentionOf(value, {}, now + 10 * 60'000).isEmpty());
}

QTEST_GUILESS_MAIN(HealthTest)
#include "tst_health.moc"
