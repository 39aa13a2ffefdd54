// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "duration.h"

#include <QtTest/QtTest>

class DurationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void DurationTest::reads_data()
{
    QTest::addColumn<qlonglong>("milliseconds");
    QTest::newRow("30") << 30'000LL;
    QTest::newRow("30s") << 30'000LL;
    QTest::newRow("500ms") << 500LL;
    QTest::newRow("2m") << 120'000LL;
    QTest::newRow("1h") << 3'600'000LL;
    QTest::newRow("0") << 0LL;
    QTest::newRow("007s") << 7'000LL;
    QTest::newRow("8760h") << 8760 * 3'600'000LL;
}

void DurationTest::reads()
{
    const auto duration = Spawn::parseDuration(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(duration.has_value());
    QTEST(qlonglong(duration->count()), "milliseconds");
}

void DurationTest::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *const text : {"", "s", "-1", "+1", "1.5s", " 1s", "1s ", "1 s", "1S", "1d",
                                   "ms", "1sm", "8761h", "999999999h", "9999999999", "٣s"})
        QTest::addRow("\"%s\"", text) << QString::fromUtf8(text);
}

void DurationTest::refuses()
{
    QFETCH(QString, text);
    QVERIFY(!Spawn::parseDuration(text).has_value());
}

QTEST_GUILESS_MAIN(DurationTest)
#include "tst_duration.moc"
