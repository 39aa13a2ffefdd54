// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/backoff.h"

#include <QtTest/QtTest>

using namespace Spawn;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

class TestBackOff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delays_data();
    void delays();
    void variesByATenth();
    void givesUpAfterTheLastOfARow();
    void neverGivesUpWithoutALimit();
    void aHealthyHelperStartsTheRowAnew();
};

static constexpr double Middle = 0.5; // no spread

void TestBackOff::delays_data()
{
    QTest::addColumn<int>("firstDelay");
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("maximumDelay");
    QTest::addColumn<QList<int>>("delays");

    QTest::newRow("by default") << 0 << 2.0 << 5000
                                << QList<int>{0, 50, 100, 200, 400, 800, 1600, 3200, 5000, 5000};
    QTest::newRow("from a first delay")
        << 100 << 2.0 << 1000 << QList<int>{100, 200, 400, 800, 1000};
    QTest::newRow("by three") << 0 << 3.0 << 5000 << QList<int>{0, 50, 150, 450, 1350, 4050, 5000};
    QTest::newRow("a factor below one does not shrink")
        << 0 << 0.1 << 5000 << QList<int>{0, 50, 50};
    QTest::newRow("a maximum of nothing") << 0 << 2.0 << 0 << QList<int>{0, 0, 0};
}

void TestBackOff::delays()
{
    QFETCH(int, firstDelay);
    QFETCH(double, factor);
    QFETCH(int, maximumDelay);
    QFETCH(QList<int>, delays);

    RestartSettings settings;
    settings.firstDelay = milliseconds(firstDelay);
    settings.factor = factor;
    settings.maximumDelay = milliseconds(maximumDelay);
    settings.giveUpAfter = 0;
    BackOff backOff;
    for (const int expected : delays) {
        const auto delay = backOff.next(settings, 1ms, Middle);
        QVERIFY(delay);
        QCOMPARE(delay->count(), expected);
    }
}

void TestBackOff::variesByATenth()
{
    RestartSettings settings;
    settings.firstDelay = 1000ms;
    BackOff early;
    QCOMPARE(early.next(settings, 1ms, 0.0)->count(), 900);
    BackOff late;
    QCOMPARE(late.next(settings, 1ms, 1.0)->count(), 1100);
    settings.maximumDelay = 1000ms;
    BackOff capped;
    QCOMPARE(capped.next(settings, 1ms, 1.0)->count(), 1000);
}

void TestBackOff::givesUpAfterTheLastOfARow()
{
    RestartSettings settings;
    settings.giveUpAfter = 3;
    BackOff backOff;
    QVERIFY(backOff.next(settings, 1ms, Middle));
    QVERIFY(backOff.next(settings, 1ms, Middle));
    QVERIFY(!backOff.next(settings, 1ms, Middle));
    QCOMPARE(backOff.earlyEnds(), 3);
    backOff.reset();
    QVERIFY(backOff.next(settings, 1ms, Middle));
}

void TestBackOff::neverGivesUpWithoutALimit()
{
    RestartSettings settings;
    settings.giveUpAfter = 0;
    BackOff backOff;
    for (int i = 0; i < 2000; ++i) {
        const auto delay = backOff.next(settings, 1ms, Middle);
        QVERIFY(delay && *delay <= settings.maximumDelay);
    }
}

void TestBackOff::aHealthyHelperStartsTheRowAnew()
{
    RestartSettings settings;
    settings.giveUpAfter = 3;
    BackOff backOff;
    backOff.next(settings, 1ms, Middle);
    backOff.next(settings, 1ms, Middle);
    const auto delay = backOff.next(settings, settings.healthyAfter, Middle);
    QVERIFY(delay);
    QCOMPARE(delay->count(), 0);
}

QTEST_GUILESS_MAIN(TestBackOff)
#include "tst_backoff.moc"
