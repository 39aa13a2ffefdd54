// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/clustersquery.h"

#include "monitor-app/syntheticclusters.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

using namespace Spawn;

// What a shell is told of clusters, and how it names them.
class ClustersQueryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void tellsAsATree();
    void tellsOfEnds();
    void tellsThatThereIsNone();
    void tellsInJson();
    void finds_data();
    void finds();
    void namesThatAreNotOne();

private:
    SyntheticApplication m_application;
};

void ClustersQueryTest::init()
{
    m_application.fill();
    m_application.value.clusters.clear();
    m_application.value.clusterEnds.clear();
    fillClusters(m_application);
}

void ClustersQueryTest::tellsAsATree()
{
    const QList<QByteArray> lines = clustersText(m_application.value, 200).split('\n');
    QVERIFY(lines.at(0).startsWith("CLUSTER "));
    QVERIFY(lines.at(1).startsWith("web "));
    QVERIFY(lines.at(1).contains(" Reloading "));
    QVERIFY(lines.at(2).startsWith("  0.0.0.0:8000 "));
    QVERIFY(lines.at(2).contains("Round robin, 4 listening"));
    QVERIFY(lines.at(5).startsWith("  Worker 2 "));
    QVERIFY(lines.at(5).contains(" 5012 "));
    QVERIFY(lines.at(10).startsWith("api "));
    QVERIFY(lines.at(10).contains("–"));
}

void ClustersQueryTest::tellsOfEnds()
{
    QByteArray text = clustersText(m_application.value, 200);
    text.remove(0, text.indexOf("\nENDED "));
    const QList<QByteArray> lines = text.trimmed().split('\n');
    QCOMPARE(lines.size(), 9);
    QVERIFY(lines.at(1).contains("Cluster 7"));
    QVERIFY(lines.at(5).startsWith("12:04:09.600 "));
    QVERIFY(lines.at(5).contains(" web "));
    QVERIFY(lines.at(5).endsWith("Crashed: SIGSEGV"));
    const ClusterWorkerEnd end = m_application.value.clusterEnds.last();
    for (int i = 0; i < 30; ++i)
        m_application.value.clusterEnds += end;
    text = clustersText(m_application.value, 200);
    text.remove(0, text.indexOf("\nENDED "));
    QCOMPARE(text.trimmed().split('\n').size(), 21); // of many the last
}

void ClustersQueryTest::tellsThatThereIsNone()
{
    m_application.value.clusters.clear();
    QVERIFY(clustersText(m_application.value, 80).contains("ENDED")); // there were some
    m_application.value.clusterEnds.clear();
    QVERIFY(clustersText(m_application.value, 80).startsWith("No clusters."));
    QCOMPARE(clustersJson(m_application.value), QByteArray());
}

void ClustersQueryTest::tellsInJson()
{
    const QList<QByteArray> lines = clustersJson(m_application.value).trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    const QJsonObject web = QJsonDocument::fromJson(lines.at(0)).object();
    QCOMPARE(web[u"name"_qs].toString(), u"web"_qs);
    QCOMPARE(web[u"workers"_qs].toArray().size(), 6);
    QCOMPARE(web[u"sockets"_qs][1][u"policy"_qs].toString(), u"LeastConnections"_qs);
    const QJsonArray ends = web[u"ends"_qs].toArray();
    QCOMPARE(ends.size(), 2);
    QCOMPARE(ends[0][u"reason"_qs].toString(), u"Crashed"_qs);
}

void ClustersQueryTest::finds_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QList<quint64>>("numbers");
    QTest::newRow("name") << u"api"_qs << QList<quint64>{2};
    QTest::newRow("number") << u"3"_qs << QList<quint64>{3};
    QTest::newRow("all") << QString() << QList<quint64>{1, 2, 3};
}

void ClustersQueryTest::finds()
{
    QFETCH(QString, name);
    QFETCH(QList<quint64>, numbers);
    const NamedClusters found = findClusters(m_application.value, name);
    QCOMPARE(found.problem, QString());
    QCOMPARE(found.numbers, numbers);
}

void ClustersQueryTest::namesThatAreNotOne()
{
    SpawnerSnapshot &value = m_application.value;
    QCOMPARE(findClusters(value, u"we"_qs).problem, u"It has no cluster \"we\"."_qs);
    value.clusters[2].name = u"1"_qs; // a name goes before a number
    QCOMPARE(findClusters(value, u"1"_qs).numbers, QList<quint64>{3});
    value.clusters[1].name = u"web"_qs;
    QCOMPARE(findClusters(value, u"web"_qs).problem,
             u"More than one cluster is \"web\": name it by its number, 1."_qs);
    value.clusters.clear();
    QCOMPARE(findClusters(value, {}).problem, u"It shows no cluster."_qs);
}

QTEST_GUILESS_MAIN(ClustersQueryTest)
#include "tst_clustersquery.moc"
