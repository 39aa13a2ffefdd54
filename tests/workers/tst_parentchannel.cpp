// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/spawnerfixture.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace Spawn;
using namespace Qt::StringLiterals;

// A Qt program under a Node parent that knows nothing of us (scripts/parent.js). What it is to a
// parent of ours is tst_worker's.
class ParentChannelTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void worksUnderANodeParent();
    void refusesTheAdvancedSerialization();
    void namesNoChannel_data();
    void namesNoChannel();

private:
    SpawnerFixture m_fixture;
};

void ParentChannelTest::worksUnderANodeParent()
{
    const CommandResult result
        = runCommand(m_fixture.spawner(), {u"node"_s, NODE_PARENT, TESTWORKER});
    QVERIFY2(result.isSuccess(), result.standardError.constData());
    const QJsonObject seen = QJsonDocument::fromJson(result.standardOutput).object();
    QCOMPARE(seen.value("messages"_L1).toArray(),
             QJsonArray({1, u"text"_s, QJsonValue::Null, true,
                         QJsonObject{{u"a"_s, QJsonArray{1, 2}}},
                         u"\u00e4\u20ac\U0001f600\n\"\\"_s, QJsonArray{false, false}, u"last"_s,
                         u"socket"_s}));
    QCOMPARE(seen.value("data"_L1).toString(), u"received"_s);
    QCOMPARE(seen.value("events"_L1).toArray(), QJsonArray({u"disconnect"_s, u"exit 0 null"_s}));
}

void ParentChannelTest::refusesTheAdvancedSerialization()
{
    const CommandResult result = runCommand(
        m_fixture.spawner(), {u"node"_s, NODE_PARENT, TESTWORKER, u"advanced"_s});
    QVERIFY2(result.standardOutput.contains("exit 100 null"), result.standardOutput.constData());
    QVERIFY2(result.standardError.contains("serialization \"advanced\" is not supported"),
             result.standardError.constData());
}

void ParentChannelTest::namesNoChannel_data()
{
    QTest::addColumn<QByteArray>("descriptor");
    QTest::addColumn<bool>("warns");
    QTest::newRow("no variable") << QByteArray() << false;
    QTest::newRow("not a number") << QByteArray("NODE_CHANNEL_FD=three") << true;
    QTest::newRow("not open") << QByteArray("NODE_CHANNEL_FD=77") << true;
    QTest::newRow("standard output") << QByteArray("NODE_CHANNEL_FD=1") << true;
    QTest::newRow("negative") << QByteArray("NODE_CHANNEL_FD=-1") << true;
}

void ParentChannelTest::namesNoChannel()
{
    QFETCH(const QByteArray, descriptor);
    QFETCH(const bool, warns);
    Command command({TESTWORKER});
    QList<QByteArray> environment{"PATH=/usr/bin:/bin"};
    if (!descriptor.isEmpty())
        environment.append(descriptor);
    command.setEnvironmentBytes(environment);
    const CommandResult result = runCommand(m_fixture.spawner(), command);
    QCOMPARE(result.exitCode, 100);
    QCOMPARE(result.standardError.contains("NODE_CHANNEL_FD names no channel"), warns);
}

QTEST_GUILESS_MAIN(ParentChannelTest)
#include "tst_parentchannel.moc"
