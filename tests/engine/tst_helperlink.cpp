// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/helperlink.h"

#include "common/leftovers.h"
#include "engine/linkpeer.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

#include <cerrno>
#include <memory>
#include <sys/socket.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Spawn::Wire::FrameError)

// What a helper says.
class TestHelperLink final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void receivesFramesThatAreGlued();
    void receivesAFrameByteByByte();
    void handsOnWhateverGenerationItIs();
    void f80_bytesWithoutMeaning_data();
    void f80_bytesWithoutMeaning();
    void f80_randomBytes();
    void receivesPidfds();
    void f81_anotherNumberOfDescriptors_data();
    void f81_anotherNumberOfDescriptors();
    void f81_aPacketThatIsNotOurs();
    void tellsTheEndOfTheChannelOnce();
    void theEndOfTheLaneAloneIsNone();
    void takesInPidfdsThatADeadHelperLeft();
    void readsTheRestOfOneThatHadNotReadAll();

private:
    std::unique_ptr<Leftovers> m_leftovers;
    std::unique_ptr<LinkPeer> m_peer;
};

void TestHelperLink::init()
{
    m_leftovers = std::make_unique<Leftovers>();
    m_peer = std::make_unique<LinkPeer>();
    QVERIFY(m_peer->isOpen);
}

void TestHelperLink::cleanup()
{
    m_peer.reset();
    QTRY_COMPARE(m_leftovers->check(), QString()); // whatever the peer sent
}

void TestHelperLink::receivesFramesThatAreGlued()
{
    QVERIFY(m_peer->write(LinkPeer::frames(1, 100)));
    QTRY_COMPARE(m_peer->ids.size(), 100);
    for (quint64 i = 0; i < 100; ++i)
        QCOMPARE(m_peer->ids[qsizetype(i)], i + 1);
    QVERIFY(m_peer->problems.isEmpty());
}

void TestHelperLink::receivesAFrameByteByByte()
{
    for (const uint8_t byte : LinkPeer::frames(1, 2)) {
        QVERIFY(m_peer->write({byte}));
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_peer->ids, (QList<quint64>{1, 2}));
}

// Whether it is this helper's is for the supervisor to say.
void TestHelperLink::handsOnWhateverGenerationItIs()
{
    std::vector<uint8_t> bytes;
    Wire::encodeEmpty(bytes, Wire::MessageType::Pong, LinkPeer::Generation - 1, 9);
    QVERIFY(m_peer->write(bytes));
    QTRY_COMPARE(m_peer->ids, QList<quint64>{9});
    QCOMPARE(m_peer->link().generation(), LinkPeer::Generation);
}

void TestHelperLink::f80_bytesWithoutMeaning_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<quint8>("value");
    QTest::addColumn<Wire::FrameError>("error");
    QTest::newRow("another magic") << 0 << quint8{0} << Wire::FrameError::BadMagic;
    QTest::newRow("a size of 16 MiB") << 7 << quint8{1} << Wire::FrameError::TooLarge;
    QTest::newRow("a negative size") << 7 << quint8{0xff} << Wire::FrameError::TooLarge;
    QTest::newRow("something where nothing is") << 10 << quint8{1} << Wire::FrameError::BadReserved;
}

void TestHelperLink::f80_bytesWithoutMeaning()
{
    QFETCH(int, offset);
    QFETCH(quint8, value);
    QFETCH(Wire::FrameError, error);

    std::vector<uint8_t> bytes = LinkPeer::frames(1, 2);
    bytes[Wire::FrameHeaderSize + size_t(offset)] = value;
    QVERIFY(m_peer->write(bytes));
    QTRY_COMPARE(m_peer->problems, QStringList{QString::fromLatin1(Wire::describe(error))});
    QCOMPARE(m_peer->ids, QList<quint64>{1}); // what came before it stands
    QVERIFY(m_peer->link().isCongested());
    // Nothing follows.
    QVERIFY(m_peer->write(LinkPeer::frames(3, 4)));
    QCOMPARE(m_peer->sendLane(1, 1), 0);
    LinkPeer::processEverything();
    QCOMPARE(m_peer->problems.size(), 1);
    QCOMPARE(m_peer->ids.size(), 1);
    QVERIFY(m_peer->pidfdIds.isEmpty());
}

void TestHelperLink::f80_randomBytes()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    std::vector<uint8_t> bytes(4096);
    for (uint8_t &byte : bytes)
        byte = uint8_t(random.generate());
    bytes[0] = 0; // not by chance a frame
    QVERIFY(m_peer->write(bytes));
    QTRY_COMPARE(m_peer->problems.size(), 1);
    QVERIFY(m_peer->ids.isEmpty());
}

void TestHelperLink::receivesPidfds()
{
    for (quint64 id = 1; id <= 50; ++id)
        QCOMPARE(m_peer->sendLane(id, 1), 0);
    QTRY_COMPARE(m_peer->pidfdIds.size(), 50);
    QVERIFY(m_peer->problems.isEmpty());
    QCOMPARE(m_peer->pidfdIds.last(), quint64(50));
}

void TestHelperLink::f81_anotherNumberOfDescriptors_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("none") << 0;
    QTest::newRow("two") << 2;
    QTest::newRow("250") << 250;
}

void TestHelperLink::f81_anotherNumberOfDescriptors()
{
    QFETCH(int, count);
    QCOMPARE(m_peer->sendLane(1, 1), 0);
    QCOMPARE(m_peer->sendLane(2, count), 0);
    QTRY_COMPARE(m_peer->problems.size(), 1);
    QCOMPARE(m_peer->pidfdIds, QList<quint64>{1});
}

void TestHelperLink::f81_aPacketThatIsNotOurs()
{
    QCOMPARE(send(m_peer->lane.get(), "abc", 3, MSG_NOSIGNAL), ssize_t(3));
    QTRY_COMPARE(m_peer->problems.size(), 1);
    QVERIFY(m_peer->pidfdIds.isEmpty());
}

void TestHelperLink::tellsTheEndOfTheChannelOnce()
{
    QVERIFY(m_peer->write(LinkPeer::frames(1, 3)));
    m_peer->control.reset();
    m_peer->lane.reset();
    QTRY_COMPARE(m_peer->problems, QStringList{u"it closed its channel"_s});
    QCOMPARE(m_peer->ids, (QList<quint64>{1, 2, 3}));
}

void TestHelperLink::theEndOfTheLaneAloneIsNone()
{
    m_peer->lane.reset();
    QVERIFY(m_peer->write(LinkPeer::frames(1, 1)));
    QTRY_COMPARE(m_peer->ids, QList<quint64>{1});
    QVERIFY(m_peer->problems.isEmpty());
    LinkPeer::processEverything();
    QVERIFY(!m_peer->reactor().poll()); // and it does not spin
}

// They were cloned: without them their ends would be lost.
void TestHelperLink::takesInPidfdsThatADeadHelperLeft()
{
    for (quint64 id = 1; id <= 5; ++id)
        QCOMPARE(m_peer->sendLane(id, 1), 0);
    m_peer->lane.reset();
    m_peer->control.reset();
    m_peer->link().drain();
    QCOMPARE(m_peer->pidfdIds, (QList<quint64>{1, 2, 3, 4, 5}));
}

// As a helper leaves it that is killed with requests before it. The kernel tells that first, and
// then gives out what the helper had sent.
void TestHelperLink::readsTheRestOfOneThatHadNotReadAll()
{
    m_peer->queueDescriptors(9, 1);
    m_peer->link().flush();
    for (quint64 id = 1; id <= 5; ++id)
        QCOMPARE(m_peer->sendLane(id, 1), 0);
    m_peer->lane.reset();
    m_peer->control.reset();
    m_peer->link().drain();
    QCOMPARE(m_peer->pidfdIds, (QList<quint64>{1, 2, 3, 4, 5}));
}

QTEST_GUILESS_MAIN(TestHelperLink)
#include "tst_helperlink.moc"
