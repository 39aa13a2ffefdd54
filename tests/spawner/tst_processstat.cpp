// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/processstat.h"

#include "common/forkedpeer.h"

#include <QtCore/QDateTime>
#include <QtTest/QTest>

using namespace std::chrono_literals;
using Spawn::processStat;

class ProcessStatTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsOfThisProcess();
    void nameOfHostileLetters();
    void zombieIsNotAlive();
    void noSuchProcess();
};

void ProcessStatTest::tellsOfThisProcess()
{
    const auto stat = processStat(getpid());
    QVERIFY(stat);
    QVERIFY(stat->isAlive());
    QCOMPARE(stat->parent, getppid());
    QVERIFY(stat->startTicks > 0);
    QCOMPARE(processStat(getpid())->startTicks, stat->startTicks);
    const auto now = std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch());
    QVERIFY(stat->startTime() <= now);
    QVERIFY(stat->startTime() > now - 10min);
}

void ProcessStatTest::nameOfHostileLetters()
{
    ForkedPeer peer([](ForkedPeer::Line &test) {
        prctl(PR_SET_NAME, ") Z 1 (a) S");
        test.tell("ready");
        test.await();
    });
    QTRY_COMPARE(peer.told(), QByteArray("ready"));
    const auto stat = processStat(peer.processId());
    QVERIFY(stat);
    QCOMPARE(stat->name, QByteArray(") Z 1 (a) S"));
    QCOMPARE(stat->parent, getpid());
    QVERIFY(stat->isAlive());
    QVERIFY(stat->startTicks >= processStat(getpid())->startTicks);
}

void ProcessStatTest::zombieIsNotAlive()
{
    ForkedPeer peer([](ForkedPeer::Line &) {});
    QTRY_VERIFY(!processStat(peer.processId())->isAlive());
    QTRY_VERIFY(peer.hasEnded());
    QVERIFY(!processStat(peer.processId()));
}

void ProcessStatTest::noSuchProcess()
{
    QVERIFY(!processStat(0));
    QVERIFY(!processStat(-1));
    QVERIFY(!processStat(1LL << 40));
}

QTEST_GUILESS_MAIN(ProcessStatTest)
#include "tst_processstat.moc"
