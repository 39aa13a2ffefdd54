// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/linesplitter.h"

#include <QtCore/QList>
#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

#include <cstdint>
#include <cstring>

using namespace Spawn;

class LineSplitterTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void linesOfAnyCut_data();
    void linesOfAnyCut();
    void aLineOfTheLongest_data();
    void aLineOfTheLongest();
    void theRestOfAllThatCame();
    void givesBackWhatALongLineTook();
    void randomBytes();
};

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size); // fuzz_lines

static void add(LineSplitter &splitter, QByteArrayView bytes)
{
    if (!bytes.isEmpty())
        memcpy(splitter.room(bytes.size()), bytes.data(), static_cast<size_t>(bytes.size()));
    splitter.added(bytes.size());
}

static QList<QByteArray> take(LineSplitter &splitter)
{
    QList<QByteArray> lines;
    while (const std::optional<QByteArrayView> line = splitter.next())
        lines.append(line->toByteArray());
    return lines;
}

void LineSplitterTest::linesOfAnyCut_data()
{
    QTest::addColumn<int>("piece");
    for (const int size : {1, 2, 3, 5, 7, 100})
        QTest::addRow("in pieces of %d", size) << size;
}

void LineSplitterTest::linesOfAnyCut()
{
    QFETCH(const int, piece);
    const QByteArray bytes("one\n\ntwo\xc3\xa4\n" + QByteArray(1000, 'x') + "\nno end");
    LineSplitter splitter(2000);
    QList<QByteArray> lines;
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        add(splitter, QByteArrayView(bytes).sliced(at, qMin<qsizetype>(piece, bytes.size() - at)));
        lines += take(splitter);
    }
    QCOMPARE(lines, QList<QByteArray>({"one", "", "two\xc3\xa4", QByteArray(1000, 'x')}));
    QCOMPARE(splitter.rest(), 6);
    QVERIFY(!splitter.isTooLong());
}

void LineSplitterTest::aLineOfTheLongest_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("ended");
    QTest::addColumn<bool>("tooLong");
    QTest::newRow("just as long") << 100 << true << false;
    QTest::newRow("just as long, and not ended") << 100 << false << false;
    QTest::newRow("a byte more") << 101 << true << true;
    QTest::newRow("a byte more, and not ended") << 101 << false << true;
}

void LineSplitterTest::aLineOfTheLongest()
{
    QFETCH(const int, size);
    QFETCH(const bool, ended);
    QFETCH(const bool, tooLong);
    LineSplitter splitter(100);
    add(splitter, "first\n" + QByteArray(size, 'x') + (ended ? "\nlast\n" : ""));
    QList<QByteArray> expected{"first"};
    if (ended && !tooLong)
        expected += {QByteArray(size, 'x'), "last"};
    QCOMPARE(take(splitter), expected);
    QCOMPARE(splitter.isTooLong(), tooLong);
    add(splitter, "\nmore\n");
    QCOMPARE(take(splitter).isEmpty(), tooLong);
}

void LineSplitterTest::theRestOfAllThatCame()
{
    LineSplitter splitter(100);
    add(splitter, "first");
    QVERIFY(!splitter.hasNext());
    add(splitter, "\nlast");
    QVERIFY(splitter.hasNext());
    QCOMPARE(take(splitter), QList<QByteArray>{"first"});
    QVERIFY(!splitter.hasNext());
    QCOMPARE(splitter.takeRest(), "last");
    QCOMPARE(splitter.rest(), 0);
    add(splitter, QByteArray(101, 'x'));
    QVERIFY(splitter.isTooLong());
    splitter.clear();
    QVERIFY(!splitter.isTooLong());
    add(splitter, "again\n");
    QCOMPARE(take(splitter), QList<QByteArray>{"again"});
}

void LineSplitterTest::givesBackWhatALongLineTook()
{
    LineSplitter splitter(64 << 20);
    const char *const small = splitter.room(1);
    QVERIFY(small != nullptr);
    add(splitter, QByteArray(32 << 20, 'x') + '\n');
    QCOMPARE(take(splitter).size(), 1);
    add(splitter, "next\n");
    QCOMPARE(take(splitter), QList<QByteArray>{"next"});
    QCOMPARE(splitter.rest(), 0);
}

void LineSplitterTest::randomBytes()
{
    QRandomGenerator random = QRandomGenerator::securelySeeded();
    const quint32 seed = random.generate();
    qInfo() << "seed" << seed;
    random.seed(seed);
    static constexpr char alphabet[] = "\n\n\n{}[]\"\\,:012e-.tfnx \xc3\xa4";
    for (int i = 0; i < 20'000; ++i) {
        QByteArray bytes(random.bounded(300), Qt::Uninitialized);
        for (char &byte : bytes)
            byte = alphabet[random.bounded(int(sizeof alphabet))];
        QCOMPARE(LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(bytes.constData()),
                                        size_t(bytes.size())),
                 0);
    }
}

QTEST_GUILESS_MAIN(LineSplitterTest)
#include "tst_linesplitter.moc"
