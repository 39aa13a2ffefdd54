// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/helperlink.h"

#include "common/leftovers.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QSocketNotifier>
#include <QtTest/QTest>

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Spawn::Wire::FrameError)

static constexpr uint32_t Generation = 3;

// What came, in its order.
class Listener final : public HelperLinkListener
{
public:
    void frameReceived(const Wire::Frame &frame) override { ids.append(frame.id); }
    void pidfdReceived(uint64_t id, Wire::Descriptor pidfd) override
    {
        pidfdIds.append(id);
        QVERIFY(pidfd);
    }
    void channelBroken(const QString &text) override { problems.append(text); }

    QList<quint64> ids; // of frames
    QList<quint64> pidfdIds;
    QStringList problems;
};

// The test is the helper at the other end, and may be as hostile as it likes.
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
    void sendsDescriptorsBeforeTheirFrames();
    void f39_aReaderThatStopsReading();
    void f39_aLaneThatIsFull();
    void sendsNothingToAPeerThatIsGone();

private:
    bool write(const std::vector<uint8_t> &bytes) const;
    std::vector<uint8_t> frames(quint64 first, quint64 last) const;
    void queuePings(quint64 first, quint64 last);
    QList<quint64> readFrames(); // what is there now
    int sendLane(quint64 id, int count) const;
    ChildEnds endsOf(int count) const;

    std::unique_ptr<Leftovers> m_leftovers;
    std::unique_ptr<Reactor> m_reactor;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<HelperLink> m_link;
    Wire::Descriptor m_control; // the helper's
    Wire::Descriptor m_lane;
    Wire::FrameDecoder m_decoder;
};

// What has been written is there at once: nothing has to be waited for.
static void processEverything()
{
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents();
}

void TestHelperLink::init()
{
    m_leftovers = std::make_unique<Leftovers>();
    m_reactor = std::make_unique<Reactor>();
    m_notifier = std::make_unique<QSocketNotifier>(m_reactor->descriptor(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { m_reactor->poll(); });
    m_listener = std::make_unique<Listener>();
    m_link = std::make_unique<HelperLink>(*m_reactor, *m_listener, Generation);
    QCOMPARE(m_link->open(m_control, m_lane), 0);
    m_decoder.reset();
}

void TestHelperLink::cleanup()
{
    m_link.reset();
    m_notifier.reset();
    m_reactor.reset();
    m_control.reset();
    m_lane.reset();
    QTRY_COMPARE(m_leftovers->check(), QString()); // whatever the peer sent
}

bool TestHelperLink::write(const std::vector<uint8_t> &bytes) const
{
    return send(m_control.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == ssize_t(bytes.size());
}

std::vector<uint8_t> TestHelperLink::frames(quint64 first, quint64 last) const
{
    std::vector<uint8_t> bytes;
    for (quint64 id = first; id <= last; ++id)
        Wire::encodeEmpty(bytes, Wire::MessageType::Pong, Generation, id);
    return bytes;
}

void TestHelperLink::queuePings(quint64 first, quint64 last)
{
    for (quint64 id = first; id <= last; ++id)
        Wire::encodeEmpty(m_link->frames(), Wire::MessageType::Ping, Generation, id);
}

QList<quint64> TestHelperLink::readFrames()
{
    uint8_t buffer[65536];
    ssize_t size = 0;
    while ((size = recv(m_control.get(), buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
        m_decoder.append({buffer, size_t(size)});
    QList<quint64> ids;
    while (const auto frame = m_decoder.next())
        ids.append(frame->id);
    return ids;
}

int TestHelperLink::sendLane(quint64 id, int count) const
{
    const Wire::LaneEntry entry{id, uint32_t(count), 0};
    const std::vector<int> fds(size_t(count), m_control.get());
    return Wire::sendDescriptors(m_lane.get(), {&entry, 1}, fds);
}

ChildEnds TestHelperLink::endsOf(int count) const
{
    ChildEnds ends;
    for (int i = 0; i < count; ++i)
        ends.fds.push_back(STDERR_FILENO); // any
    return ends;
}

void TestHelperLink::receivesFramesThatAreGlued()
{
    QVERIFY(write(frames(1, 100)));
    QTRY_COMPARE(m_listener->ids.size(), 100);
    for (quint64 i = 0; i < 100; ++i)
        QCOMPARE(m_listener->ids[qsizetype(i)], i + 1);
    QVERIFY(m_listener->problems.isEmpty());
}

void TestHelperLink::receivesAFrameByteByByte()
{
    for (const uint8_t byte : frames(1, 2)) {
        QVERIFY(write({byte}));
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_listener->ids, (QList<quint64>{1, 2}));
}

// Whether it is this helper's is for the supervisor to say.
void TestHelperLink::handsOnWhateverGenerationItIs()
{
    std::vector<uint8_t> bytes;
    Wire::encodeEmpty(bytes, Wire::MessageType::Pong, Generation - 1, 9);
    QVERIFY(write(bytes));
    QTRY_COMPARE(m_listener->ids, QList<quint64>{9});
    QCOMPARE(m_link->generation(), Generation);
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

    std::vector<uint8_t> bytes = frames(1, 2);
    bytes[Wire::FrameHeaderSize + size_t(offset)] = value;
    QVERIFY(write(bytes));
    QTRY_COMPARE(m_listener->problems, QStringList{QString::fromLatin1(Wire::describe(error))});
    QCOMPARE(m_listener->ids, QList<quint64>{1}); // what came before it stands
    QVERIFY(m_link->isCongested());
    // Nothing follows.
    QVERIFY(write(frames(3, 4)));
    QCOMPARE(sendLane(1, 1), 0);
    processEverything();
    QCOMPARE(m_listener->problems.size(), 1);
    QCOMPARE(m_listener->ids.size(), 1);
    QVERIFY(m_listener->pidfdIds.isEmpty());
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
    QVERIFY(write(bytes));
    QTRY_COMPARE(m_listener->problems.size(), 1);
    QVERIFY(m_listener->ids.isEmpty());
}

void TestHelperLink::receivesPidfds()
{
    for (quint64 id = 1; id <= 50; ++id)
        QCOMPARE(sendLane(id, 1), 0);
    QTRY_COMPARE(m_listener->pidfdIds.size(), 50);
    QVERIFY(m_listener->problems.isEmpty());
    QCOMPARE(m_listener->pidfdIds.last(), quint64(50));
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
    QCOMPARE(sendLane(1, 1), 0);
    QCOMPARE(sendLane(2, count), 0);
    QTRY_COMPARE(m_listener->problems.size(), 1);
    QCOMPARE(m_listener->pidfdIds, QList<quint64>{1});
}

void TestHelperLink::f81_aPacketThatIsNotOurs()
{
    QCOMPARE(send(m_lane.get(), "abc", 3, MSG_NOSIGNAL), ssize_t(3));
    QTRY_COMPARE(m_listener->problems.size(), 1);
    QVERIFY(m_listener->pidfdIds.isEmpty());
}

void TestHelperLink::tellsTheEndOfTheChannelOnce()
{
    QVERIFY(write(frames(1, 3)));
    m_control.reset();
    m_lane.reset();
    QTRY_COMPARE(m_listener->problems, QStringList{u"it closed its channel"_s});
    QCOMPARE(m_listener->ids, (QList<quint64>{1, 2, 3}));
}

void TestHelperLink::theEndOfTheLaneAloneIsNone()
{
    m_lane.reset();
    QVERIFY(write(frames(1, 1)));
    QTRY_COMPARE(m_listener->ids, QList<quint64>{1});
    QVERIFY(m_listener->problems.isEmpty());
    QVERIFY(!m_reactor->poll()); // and it does not spin
}

// They were cloned: without them their ends would be lost.
void TestHelperLink::takesInPidfdsThatADeadHelperLeft()
{
    for (quint64 id = 1; id <= 5; ++id)
        QCOMPARE(sendLane(id, 1), 0);
    m_lane.reset();
    m_control.reset();
    m_link->drain();
    QCOMPARE(m_listener->pidfdIds, (QList<quint64>{1, 2, 3, 4, 5}));
}

void TestHelperLink::sendsDescriptorsBeforeTheirFrames()
{
    m_link->queueDescriptors(7, endsOf(3));
    m_link->queueDescriptors(8, endsOf(0));
    m_link->queueDescriptors(9, endsOf(1));
    queuePings(7, 9);
    std::vector<Wire::ReceivedDescriptors> received;
    QCOMPARE(Wire::receiveDescriptors(m_lane.get(), received), -EAGAIN); // not without flush()
    m_link->flush();
    QCOMPARE(Wire::receiveDescriptors(m_lane.get(), received), 2);
    QCOMPARE(received[0].id, 7U);
    QCOMPARE(received[0].descriptors.size(), size_t(3));
    QCOMPARE(received[1].id, 9U);
    QCOMPARE(readFrames(), (QList<quint64>{7, 8, 9}));
}

// It goes on listening while it cannot speak: both sides would otherwise wait for ever.
void TestHelperLink::f39_aReaderThatStopsReading()
{
    quint64 sent = 0;
    while (!m_link->isCongested()) {
        queuePings(sent + 1, sent + 1000);
        sent += 1000;
        m_link->flush();
        QVERIFY(sent < 10'000'000);
    }
    QVERIFY(write(frames(1, 10)));
    QTRY_COMPARE(m_listener->ids.size(), 10);
    QVERIFY(m_link->isCongested());

    QList<quint64> received;
    QTRY_VERIFY_WITH_TIMEOUT((received += readFrames()).size() >= qsizetype(sent), 20000);
    QCOMPARE(received.size(), qsizetype(sent));
    for (quint64 i = 0; i < sent; ++i)
        QCOMPARE(received[qsizetype(i)], i + 1);
    QVERIFY(!m_link->isCongested());
    QVERIFY(m_listener->problems.isEmpty());
}

void TestHelperLink::f39_aLaneThatIsFull()
{
    quint64 sent = 0;
    while (!m_link->isCongested()) {
        ++sent;
        m_link->queueDescriptors(sent, endsOf(2));
        queuePings(sent, sent);
        m_link->flush();
        QVERIFY(sent < 100'000);
    }
    // More of them, which wait together with their frames.
    for (int i = 0; i < 100; ++i) {
        ++sent;
        m_link->queueDescriptors(sent, endsOf(2));
        queuePings(sent, sent);
    }
    m_link->flush();
    QVERIFY(m_link->isCongested());
    QVERIFY(write(frames(1, 1)));
    QTRY_COMPARE(m_listener->ids, QList<quint64>{1});

    quint64 taken = 0;
    quint64 spoken = 0;
    const auto readAll = [&] {
        std::vector<Wire::ReceivedDescriptors> received;
        // Frames first: none may have come before its descriptors.
        const QList<quint64> ids = readFrames();
        while (Wire::receiveDescriptors(m_lane.get(), received) > 0) { }
        for (const Wire::ReceivedDescriptors &entry : received)
            QCOMPARE(entry.id, ++taken);
        for (const quint64 id : ids)
            QCOMPARE(id, ++spoken);
        QVERIFY(spoken <= taken);
    };
    QTRY_VERIFY_WITH_TIMEOUT((readAll(), spoken == sent), 20000);
    QCOMPARE(taken, sent);
    QVERIFY(!m_link->isCongested());
    QVERIFY(m_listener->problems.isEmpty());
}

void TestHelperLink::sendsNothingToAPeerThatIsGone()
{
    m_control.reset();
    m_lane.reset();
    m_link->queueDescriptors(1, endsOf(2));
    queuePings(1, 1);
    m_link->flush(); // and is not killed by a signal
    QTRY_COMPARE(m_listener->problems.size(), 1);
    queuePings(2, 2);
    m_link->flush();
    QVERIFY(m_link->isCongested());
    processEverything();
    QCOMPARE(m_listener->problems.size(), 1);
}

QTEST_GUILESS_MAIN(TestHelperLink)
#include "tst_helperlink.moc"
