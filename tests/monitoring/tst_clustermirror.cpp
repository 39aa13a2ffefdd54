// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/spawnermirror.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace Spawn;

// What a spawner's picture makes of its clusters.
class ClusterMirrorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsOneOfEachNumber();
    void forgetsThoseThatAreGone();
    void countsEnds();
    void logsEnds_data();
    void logsEnds();
    void keepsTheLastEnds();
};

static ClusterSnapshot cluster(quint64 number, int wanted = 0)
{
    ClusterSnapshot snapshot;
    snapshot.number = number;
    snapshot.wanted = wanted;
    return snapshot;
}

void ClusterMirrorTest::keepsOneOfEachNumber()
{
    SpawnerMirror mirror;
    QVERIFY(mirror.takeChanges().isEmpty());
    mirror.setCluster(cluster(1));
    mirror.setCluster(cluster(2));
    QVERIFY(mirror.takeChanges().clusters);
    mirror.setCluster(cluster(1, 4));
    QCOMPARE(mirror.snapshot().clusters.size(), 2);
    QCOMPARE(mirror.snapshot().clusters[0].wanted, 4);
    const SnapshotChanges changes = mirror.takeChanges();
    QVERIFY(changes.clusters && !changes.isEmpty());
    QVERIFY(!changes.pools && !changes.jobRunners);
    QVERIFY(mirror.takeChanges().isEmpty());
}

void ClusterMirrorTest::forgetsThoseThatAreGone()
{
    SpawnerMirror mirror;
    mirror.setCluster(cluster(1));
    mirror.setCluster(cluster(2));
    mirror.takeChanges();
    mirror.removeCluster(1);
    QVERIFY(mirror.takeChanges().clusters);
    QCOMPARE(mirror.snapshot().clusters.size(), 1);
    QCOMPARE(mirror.snapshot().clusters[0].number, 2);
}

void ClusterMirrorTest::countsEnds()
{
    SpawnerMirror mirror;
    ClusterWorkerEnd end;
    end.id = 7;
    mirror.addClusterEnd(end);
    mirror.addClusterEnd(end);
    QCOMPARE(mirror.snapshot().clusterEnds.size(), 2);
    QCOMPARE(mirror.snapshot().clusterEnds[1].number, 2);
    QCOMPARE(mirror.snapshot().clusterEnds[1].id, 7);
    SnapshotChanges changes = mirror.takeChanges();
    QCOMPARE(changes.clusterEnds.size(), 2);
    QVERIFY(!changes.isEmpty());
    mirror.addClusterEnd(end);
    changes = mirror.takeChanges();
    QCOMPARE(changes.clusterEnds.size(), 1); // the new one only
    QCOMPARE(changes.clusterEnds[0].number, 3);
}

void ClusterMirrorTest::logsEnds_data()
{
    using Reason = ClusterWorkerEnd::Reason;
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QtMsgType>("level");
    QTest::addColumn<QString>("message");
    const QString named = u"web (process 812): it ended"_s;
    QTest::newRow("exited") << Reason::Exited << u"web"_s << QtWarningMsg << named;
    QTest::newRow("crashed") << Reason::Crashed << u"web"_s << QtWarningMsg << named;
    QTest::newRow("not started") << Reason::FailedToStart << u"web"_s << QtWarningMsg << named;
    QTest::newRow("rolled back") << Reason::RolledBack << u"web"_s << QtWarningMsg << named;
    QTest::newRow("disconnected") << Reason::Disconnected << u"web"_s << QtInfoMsg << named;
    QTest::newRow("replaced") << Reason::Replaced << u"web"_s << QtInfoMsg << named;
    QTest::newRow("without a name")
        << Reason::Replaced << QString() << QtInfoMsg << u"cluster 2 (process 812): it ended"_s;
}

void ClusterMirrorTest::logsEnds()
{
    QFETCH(const ClusterWorkerEnd::Reason, reason);
    QFETCH(const QString, name);
    QFETCH(const QtMsgType, level);
    QFETCH(const QString, message);
    SpawnerMirror mirror;
    ClusterSnapshot known = cluster(2);
    known.name = name;
    mirror.setCluster(known);
    ClusterWorkerEnd end;
    end.cluster = 2;
    end.id = 3;
    end.command = 99;
    end.processId = 812;
    end.reason = reason;
    end.text = u"it ended"_s;
    mirror.addClusterEnd(end);
    QCOMPARE(mirror.snapshot().log.size(), 1);
    const LogSnapshot line = mirror.snapshot().log[0];
    QCOMPARE(line.level, level);
    QCOMPARE(line.category, u"spawn.cluster"_s);
    QCOMPARE(line.message, message);
    QCOMPARE(line.command, 99);
    QVERIFY(line.time > 0);
}

void ClusterMirrorTest::keepsTheLastEnds()
{
    SpawnerMirror mirror;
    for (int i = 0; i < 600; ++i)
        mirror.addClusterEnd({});
    QCOMPARE(mirror.snapshot().clusterEnds.size(), 500);
    QCOMPARE(mirror.snapshot().clusterEnds.first().number, 101);
    QCOMPARE(mirror.snapshot().clusterEnds.last().number, 600);
}

QTEST_GUILESS_MAIN(ClusterMirrorTest)
#include "tst_clustermirror.moc"
