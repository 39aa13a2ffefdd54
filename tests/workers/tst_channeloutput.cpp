// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <QtCore/QByteArray>
#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size); // fuzz_channeloutput

// The order of messages and descriptors, whatever sender and peer do: fuzz_channeloutput looks at
// every line. What single answers mean is tst_nodechannel's.
class ChannelOutputTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheOrder_data();
    void keepsTheOrder();
    void randomOrders();
};

static void run(const QByteArray &bytes)
{
    QCOMPARE(LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(bytes.constData()),
                                    size_t(bytes.size())),
             0);
}

void ChannelOutputTest::keepsTheOrder_data()
{
    QTest::addColumn<QByteArray>("steps");
    QTest::newRow("messages") << QByteArray("\0\0\0\5\0\5", 6);
    QTest::newRow("a descriptor between messages") << QByteArray("\0\2\0\5\5\6\5", 7);
    QTest::newRow("descriptors in a row") << QByteArray("\2\3\2\3\5\6\5\6\5\6\5\6", 12);
    QTest::newRow("refused to the end") << QByteArray("\2\0\5\7\5\7\5\7\5\7\5", 11);
    QTest::newRow("an answer in between") << QByteArray("\2\0\5\4\5\6\5", 7);
}

void ChannelOutputTest::keepsTheOrder()
{
    QFETCH(const QByteArray, steps);
    run(steps);
}

void ChannelOutputTest::randomOrders()
{
    QRandomGenerator random = QRandomGenerator::securelySeeded();
    const quint32 seed = random.generate();
    qInfo() << "seed" << seed;
    random.seed(seed);
    for (int i = 0; i < 2000; ++i) {
        QByteArray steps(random.bounded(500), Qt::Uninitialized);
        for (char &step : steps)
            step = char(random.bounded(8));
        run(steps);
    }
}

QTEST_GUILESS_MAIN(ChannelOutputTest)
#include "tst_channeloutput.moc"
