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
    void span_data();
    void span();
    void count();
    void split();
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

void QuantityTest::span_data()
{
    QTest::addColumn<qlonglong>("milliseconds");
    QTest::addColumn<QString>("rough");
    QTest::newRow("0 ms") << 0LL << u"0.0 s"_qs;
    QTest::newRow("412 ms") << 412LL << u"0.4 s"_qs;
    QTest::newRow("6.1 s") << 6'100LL << u"6.1 s"_qs;
    QTest::newRow("59.9 s") << 59'949LL << u"59.9 s"_qs;
    QTest::newRow("1 m 00 s") << 59'951LL << u"1 m"_qs;
    QTest::newRow("41 m 07 s") << 2'467'900LL << u"41 m"_qs;
    QTest::newRow("2 h 10 m 36 s") << 7'836'000LL << u"2 h"_qs;
    QTest::newRow("23 h 59 m 59 s") << 86'399'999LL << u"23 h"_qs;
    QTest::newRow("1 d 04 h") << 28 * 3'600'000LL << u"1 d"_qs;
}

void QuantityTest::span()
{
    QFETCH(qlonglong, milliseconds);
    QFETCH(QString, rough);
    QCOMPARE(Spawn::spanText(std::chrono::milliseconds(milliseconds)),
             QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(Spawn::roughSpanText(std::chrono::milliseconds(milliseconds)), rough);
}

void QuantityTest::count()
{
    QCOMPARE(Spawn::countText(0), u"0"_qs);
    QCOMPARE(Spawn::countText(999), u"999"_qs);
    QCOMPARE(Spawn::countText(1'204), u"1\u2009204"_qs);
    QCOMPARE(Spawn::countText(1'234'567), u"1\u2009234\u2009567"_qs);
    QCOMPARE(Spawn::percentText(0.003), u"0.3 %"_qs);
}

void QuantityTest::split()
{
    const auto parts = [](const QString &text) {
        const Spawn::Quantity quantity = Spawn::splitQuantity(text);
        return QStringList{quantity.value, quantity.unit};
    };
    QCOMPARE(parts(u"6.1 s"_qs), (QStringList{u"6.1"_qs, u"s"_qs}));
    QCOMPARE(parts(u"0.3 %"_qs), (QStringList{u"0.3"_qs, u"%"_qs}));
    QCOMPARE(parts(u"2 m 50 s"_qs), (QStringList{u"2 m 50 s"_qs, {}}));
    QCOMPARE(parts(u"Not started"_qs), (QStringList{u"Not started"_qs, {}}));
    QCOMPARE(parts(u"4377"_qs), (QStringList{u"4377"_qs, {}}));
    QCOMPARE(parts({}), (QStringList{QString(), {}}));
}

QTEST_GUILESS_MAIN(QuantityTest)
#include "tst_quantity.moc"
