// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "linetail.h"

#include <QtTest/QtTest>

class LineTailTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheLastLines_data();
    void keepsTheLastLines();
    void keepsLittleOfMuch();
};

void LineTailTest::keepsTheLastLines_data()
{
    QTest::addColumn<QList<QByteArray>>("chunks");
    QTest::addColumn<QByteArray>("text");

    using Chunks = QList<QByteArray>;
    QTest::newRow("nothing") << Chunks{} << QByteArray();
    QTest::newRow("only newlines") << Chunks{"\n\n\n"} << QByteArray();
    QTest::newRow("one line") << Chunks{"a\n"} << QByteArray("a");
    QTest::newRow("an unfinished line") << Chunks{"a\nb"} << QByteArray("a\nb");
    QTest::newRow("a line in pieces") << Chunks{"a", "b\nc", "", "d\n"} << QByteArray("ab\ncd");
    QTest::newRow("five lines") << Chunks{"1\n2\n3\n4\n5\n"} << QByteArray("1\n2\n3\n4\n5");
    QTest::newRow("six lines") << Chunks{"1\n2\n3\n4\n5\n6\n"} << QByteArray("2\n3\n4\n5\n6");
    QTest::newRow("blank lines count") << Chunks{"1\n2\n\n\n\n6\n"} << QByteArray("2\n\n\n\n6");
}

void LineTailTest::keepsTheLastLines()
{
    QFETCH(QList<QByteArray>, chunks);
    Spawn::LineTail tail;
    for (const QByteArray &chunk : chunks)
        tail.append(chunk);
    QTEST(tail.text(), "text");
}

void LineTailTest::keepsLittleOfMuch()
{
    Spawn::LineTail tail;
    for (int i = 0; i < 1000; ++i)
        tail.append(QByteArray(10'000, 'x'));
    QCOMPARE(tail.text(), QByteArray(4096, 'x'));
    tail.append("\nthe end\n");
    QVERIFY(tail.text().endsWith("\nthe end"));
    QVERIFY(tail.text().size() <= 4096);
}

QTEST_GUILESS_MAIN(LineTailTest)
#include "tst_linetail.moc"
