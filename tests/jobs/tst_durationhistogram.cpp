// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/durationhistogram.h"

#include <QtTest/QTest>

#include <chrono>

using namespace Spawn;
using namespace std::chrono_literals;
using std::chrono::microseconds;

class DurationHistogramTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void empty();
    void percentile_data();
    void percentile();
    void shareOfMany();
    void powersOfTwo();
};

void DurationHistogramTest::empty()
{
    const DurationHistogram histogram;
    QCOMPARE(histogram.count(), 0U);
    QCOMPARE(histogram.percentile(0.5).count(), 0);
    QVERIFY(histogram.powersOfTwo().isEmpty());
}

void DurationHistogramTest::percentile_data()
{
    QTest::addColumn<qint64>("duration");
    for (const qint64 duration :
         {-1LL, 0LL, 1LL, 2LL, 3LL, 7LL, 8LL, 1000LL, 123456LL, 3600000000LL})
        QTest::addRow("%lld us", duration) << duration;
    QTest::newRow("a year") << qint64(microseconds(8760h).count());
}

// One that is told is never below the true one, and at most an eighth above it.
void DurationHistogramTest::percentile()
{
    QFETCH(qint64, duration);
    DurationHistogram histogram;
    histogram.add(microseconds(duration));
    histogram.add(microseconds(duration * 4)); // so that the largest does not cut it
    const qint64 told = histogram.percentile(0.5).count();
    const qint64 expected = qMax<qint64>(duration, 0);
    if (expected > microseconds(600h).count())
        return; // longer than it counts
    QVERIFY2(told >= expected, qPrintable(QString::number(told)));
    QVERIFY2(told <= expected + expected / 8 + 1, qPrintable(QString::number(told)));
}

void DurationHistogramTest::shareOfMany()
{
    DurationHistogram histogram;
    for (int i = 1; i <= 1000; ++i)
        histogram.add(microseconds(i * 100));
    const auto isNear = [&](double share, qint64 expected) {
        const qint64 told = histogram.percentile(share).count();
        return told >= expected && told <= expected + expected / 8;
    };
    QVERIFY(isNear(0.5, 50000));
    QVERIFY(isNear(0.9, 90000));
    QVERIFY(isNear(0.99, 99000));
    QCOMPARE(histogram.percentile(1).count(), 100000);
    QCOMPARE(histogram.maximum().count(), 100000);
    QCOMPARE(histogram.count(), 1000U);
}

void DurationHistogramTest::powersOfTwo()
{
    DurationHistogram histogram;
    for (const int duration : {0, 1, 2, 3, 4, 7, 8})
        histogram.add(microseconds(duration));
    QCOMPARE(histogram.powersOfTwo(), (QList<quint64>{1, 1, 2, 2, 1}));
}

QTEST_APPLESS_MAIN(DurationHistogramTest)

#include "tst_durationhistogram.moc"
