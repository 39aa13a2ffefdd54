// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/quantity.h"

#include <QtTest/QtTest>

class QuantityTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void duration_data();
    void duration();
    void byteCount_data();
    void byteCount();
};

void QuantityTest::duration_data()
{
    QTest::addColumn<qlonglong>("microseconds");
    QTest::newRow("0.00 ms") << 0LL;
    QTest::newRow("0.85 ms") << 850LL;
    QTest::newRow("9.99 ms") << 9'994LL;
    QTest::newRow("10.0 ms") << 9'996LL;
    QTest::newRow("999.9 ms") << 999'949LL;
    QTest::newRow("1.00 s") << 999'951LL;
    QTest::newRow("59.99 s") << 59'994'000LL;
    QTest::newRow("1 m 00 s") << 59'996'000LL;
    QTest::newRow("2 m 05 s") << 125'000'000LL;
    QTest::newRow("59 m 59 s") << 3'599'400'000LL;
    QTest::newRow("1 h 00 m") << 3'599'600'000LL;
    QTest::newRow("26 h 05 m") << (26 * 60 + 5) * 60'000'000LL;
}

void QuantityTest::duration()
{
    QFETCH(qlonglong, microseconds);
    QCOMPARE(Spawn::durationText(std::chrono::microseconds(microseconds)),
             QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(Spawn::durationText(std::chrono::microseconds(-microseconds)), u"0.00 ms"_qs);
}

void QuantityTest::byteCount_data()
{
    QTest::addColumn<qlonglong>("bytes");
    QTest::newRow("0 B") << 0LL;
    QTest::newRow("1023 B") << 1023LL;
    QTest::newRow("1.0 KiB") << 1024LL;
    QTest::newRow("1.5 KiB") << 1536LL;
    QTest::newRow("1.0 MiB") << 1024 * 1024 - 1LL;
    QTest::newRow("1.9 MiB") << 1'992'294LL;
    QTest::newRow("3.0 GiB") << 3LL * 1024 * 1024 * 1024;
    QTest::newRow("5000.0 TiB") << 5000LL * 1024 * 1024 * 1024 * 1024;
}

void QuantityTest::byteCount()
{
    QFETCH(qlonglong, bytes);
    QCOMPARE(Spawn::byteCountText(bytes), QString::fromLatin1(QTest::currentDataTag()));
}

QTEST_GUILESS_MAIN(QuantityTest)
#include "tst_quantity.moc"
