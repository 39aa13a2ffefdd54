// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/helperlink.h"

#include "common/leftovers.h"
#include "engine/linkpeer.h"

#include <QtTest/QTest>

#include <cerrno>
#include <memory>
#include <sys/socket.h>

using namespace Spawn;

// What a helper is told, and does not read.
class TestHelperLinkPressure final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sendsDescriptorsBeforeTheirFrames();
    void f39_aReaderThatStopsReading();
    void f39_aLaneThatIsFull();
    void f39_nothingWaitsForWhatComesLater();
    void sendsNothingToAPeerThatIsGone();

private:
    std::unique_ptr<Leftovers> m_leftovers;
    std::unique_ptr<LinkPeer> m_peer;
};

void TestHelperLinkPressure::init()
{
    m_leftovers = std::make_unique<Leftovers>();
    m_peer = std::make_unique<LinkPeer>();
    QVERIFY(m_peer->isOpen);
}

void TestHelperLinkPressure::cleanup()
{
    m_peer.reset();
    QTRY_COMPARE(m_leftovers->check(), QString()); // whatever the peer sent
}

void TestHelperLinkPressure::sendsDescriptorsBeforeTheirFrames()
{
    m_peer->queueDescriptors(7, 3);
    m_peer->queueDescriptors(8, 0);
    m_peer->queueDescriptors(9, 1);
    m_peer->queuePings(7, 9);
    std::vector<Wire::ReceivedDescriptors> received;
    QCOMPARE(Wire::receiveDescriptors(m_peer->lane.get(), received),
             -EAGAIN); // not without flush()
    m_peer->link().flush();
    QCOMPARE(Wire::receiveDescriptors(m_peer->lane.get(), received), 2);
    QCOMPARE(received[0].id, 7U);
    QCOMPARE(received[0].descriptors.size(), size_t(3));
    QCOMPARE(received[1].id, 9U);
    QCOMPARE(m_peer->readFrames(), (QList<quint64>{7, 8, 9}));
}

// It goes on listening while it cannot speak: both sides would otherwise wait for ever.
void TestHelperLinkPressure::f39_aReaderThatStopsReading()
{
    quint64 sent = 0;
    while (!m_peer->link().isCongested()) {
        m_peer->queuePings(sent + 1, sent + 1000);
        sent += 1000;
        m_peer->link().flush();
        QVERIFY(sent < 10'000'000);
    }
    QVERIFY(m_peer->write(LinkPeer::frames(1, 10)));
    QTRY_COMPARE(m_peer->ids.size(), 10);
    QVERIFY(m_peer->link().isCongested());

    QList<quint64> received;
    QTRY_VERIFY_WITH_TIMEOUT((received += m_peer->readFrames()).size() >= qsizetype(sent), 20000);
    QCOMPARE(received.size(), qsizetype(sent));
    for (quint64 i = 0; i < sent; ++i)
        QCOMPARE(received[qsizetype(i)], i + 1);
    QVERIFY(!m_peer->link().isCongested());
    QVERIFY(m_peer->problems.isEmpty());
}

void TestHelperLinkPressure::f39_aLaneThatIsFull()
{
    quint64 sent = 0;
    while (!m_peer->link().isCongested()) {
        ++sent;
        m_peer->queuePings(sent, sent);
        m_peer->queueDescriptors(sent, 2);
        m_peer->link().flush();
        QVERIFY(sent < 100'000);
    }
    // More of them, which wait together with their frames.
    for (int i = 0; i < 100; ++i) {
        ++sent;
        m_peer->queuePings(sent, sent);
        m_peer->queueDescriptors(sent, 2);
    }
    m_peer->link().flush();
    QVERIFY(m_peer->link().isCongested());
    QVERIFY(m_peer->write(LinkPeer::frames(1, 1)));
    QTRY_COMPARE(m_peer->ids, QList<quint64>{1});

    quint64 taken = 0;
    quint64 spoken = 0;
    const auto readAll = [&] {
        std::vector<Wire::ReceivedDescriptors> received;
        // Frames first: none may have come before its descriptors.
        const QList<quint64> ids = m_peer->readFrames();
        while (Wire::receiveDescriptors(m_peer->lane.get(), received) > 0) { }
        for (const Wire::ReceivedDescriptors &entry : received)
            QCOMPARE(entry.id, ++taken);
        for (const quint64 id : ids)
            QCOMPARE(id, ++spoken);
        QVERIFY(spoken <= taken);
    };
    QTRY_VERIFY_WITH_TIMEOUT((readAll(), spoken == sent), 20000);
    QCOMPARE(taken, sent);
    QVERIFY(!m_peer->link().isCongested());
    QVERIFY(m_peer->problems.isEmpty());
}

// Whoever reads descriptors only for a frame would never make room for the rest of a burst.
void TestHelperLinkPressure::f39_nothingWaitsForWhatComesLater()
{
    static constexpr int LargePacket = 200; // no two of them fit into one
    quint64 sent = 0;
    while (!m_peer->link().isCongested()) {
        for (int i = 0; i < 7; ++i) {
            ++sent;
            m_peer->queuePings(sent, sent);
            m_peer->queueDescriptors(sent, LargePacket);
        }
        m_peer->link().flush();
        QVERIFY(sent < 100'000);
    }
    std::vector<Wire::ReceivedDescriptors> received;
    while (Wire::receiveDescriptors(m_peer->lane.get(), received) > 0) { }
    QVERIFY(received.size() > 0 && received.size() < sent);
    m_peer->link().ping(1'000'000);
    QList<quint64> expected;
    for (const Wire::ReceivedDescriptors &entry : received)
        expected.append(entry.id);
    expected.append(1'000'000);
    QCOMPARE(m_peer->readFrames(), expected);
}

void TestHelperLinkPressure::sendsNothingToAPeerThatIsGone()
{
    m_peer->control.reset();
    m_peer->lane.reset();
    m_peer->queueDescriptors(1, 2);
    m_peer->queuePings(1, 1);
    m_peer->link().flush(); // and is not killed by a signal
    QTRY_COMPARE(m_peer->problems.size(), 1);
    m_peer->queuePings(2, 2);
    m_peer->link().flush();
    QVERIFY(m_peer->link().isCongested());
    LinkPeer::processEverything();
    QCOMPARE(m_peer->problems.size(), 1);
}

QTEST_GUILESS_MAIN(TestHelperLinkPressure)
#include "tst_helperlinkpressure.moc"
