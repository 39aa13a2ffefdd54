// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/patience.h"
#include "workers/channelpeer.h"
#include "workers/nodechannel.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtTest/QTest>

#include <fcntl.h>
#include <memory>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

// The rules of the protocol that Node itself never breaks, and what becomes of a peer that does.
class NodeChannelTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void everythingWaitsForTheAcknowledgement();
    void answersDoNotWait();
    void refusedSocketIsSentAgain();
    void refusedServerIsGivenUp();
    void descriptorArrivesBehindOtherLines();
    void lineWithoutItsDescriptorIsRefused();
    void nobodyTakesTheDescriptor();
    void descriptorsWithoutMessages();
    void socketsOfANodeServer_data();
    void socketsOfANodeServer();
    void unknownInternalMessageIsKept();
    void malformed_data();
    void malformed();
    void tooLong();
    void peerGoesInTheMiddleOfALine();
    void peerGoesWithEverythingUnread();
    void disconnectHearsThePeerOut();
    void endOfTheProcessIsTheEnd();
    void pausedItReadsNothing();
    void nestedLoopKeepsTheOrder();

private:
    NodeChannel &channel() { return *m_channel; }
    qsizetype descriptorCount() const;

    std::unique_ptr<ChannelPeer> m_peer;
    std::unique_ptr<NodeChannel> m_channel;
    QJsonArray m_messages;
    QList<NodeChannel::Fault> m_faults;
    int m_disconnected = 0;
    qsizetype m_openBefore = 0;
};

static constexpr char Ack[] = "{\"cmd\":\"NODE_HANDLE_ACK\"}\n";
static constexpr char Nack[] = "{\"cmd\":\"NODE_HANDLE_NACK\"}\n";

qsizetype NodeChannelTest::descriptorCount() const
{
    return QDir(u"/proc/self/fd"_s).entryList(QDir::System | QDir::AllEntries).size();
}

void NodeChannelTest::init()
{
    m_openBefore = descriptorCount();
    m_peer = std::make_unique<ChannelPeer>();
    m_channel = std::make_unique<NodeChannel>(m_peer->takeOtherEnd());
    m_messages = {};
    m_faults.clear();
    m_disconnected = 0;
    connect(m_channel.get(), &NodeChannel::messageReceived, this,
            [this](const QJsonValue &message) { m_messages.append(message); });
    connect(m_channel.get(), &NodeChannel::faulted, this,
            [this](NodeChannel::Fault fault) { m_faults.append(fault); });
    connect(m_channel.get(), &NodeChannel::disconnected, this, [this] { ++m_disconnected; });
}

void NodeChannelTest::cleanup()
{
    m_channel.reset();
    m_peer.reset();
    QCOMPARE(descriptorCount(), m_openBefore);
    QVERIFY(m_disconnected <= 1);
}

static Wire::Descriptor nullDevice()
{
    return Wire::Descriptor(open("/dev/null", O_RDWR | O_CLOEXEC));
}

static Wire::Descriptor streamSocket()
{
    return Wire::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

void NodeChannelTest::everythingWaitsForTheAcknowledgement()
{
    channel().send(1);
    channel().send(u"first"_s, nullDevice().get());
    channel().send(2);
    channel().send(u"second"_s, nullDevice().get());
    channel().send(3);
    const QByteArray first
        = "1\n{\"cmd\":\"NODE_HANDLE\",\"msg\":\"first\",\"type\":\"net.Native\"}\n";
    const QByteArray second
        = first + "2\n{\"cmd\":\"NODE_HANDLE\",\"msg\":\"second\",\"type\":\"net.Native\"}\n";
    QVERIFY(m_peer->waitFor(first));
    QCOMPARE(m_peer->descriptors.size(), size_t(1));
    QVERIFY(m_peer->write(Ack));
    QVERIFY(m_peer->waitFor(second));
    QCOMPARE(m_peer->descriptors.size(), size_t(2));
    QVERIFY(m_peer->write(Ack));
    QVERIFY(m_peer->waitFor(second + "3\n"));
    QCOMPARE(channel().bytesToWrite(), 0);
}

// Else two that send each other descriptors would wait for ever.
void NodeChannelTest::answersDoNotWait()
{
    channel().send(u"mine"_s, nullDevice().get());
    const QByteArray mine = "{\"cmd\":\"NODE_HANDLE\",\"msg\":\"mine\",\"type\":\"net.Native\"}\n";
    QVERIFY(m_peer->waitFor(mine));
    connect(m_channel.get(), &NodeChannel::descriptorReceived, this,
            [](const QJsonValue &, int fd) { ::close(fd); });
    const Wire::Descriptor null = nullDevice();
    QVERIFY(
        m_peer->write("{\"cmd\":\"NODE_HANDLE\",\"msg\":1,\"type\":\"net.Socket\"}\n", null.get()));
    QVERIFY(m_peer->waitFor(mine + Ack));
}

void NodeChannelTest::refusedSocketIsSentAgain()
{
    const QByteArray line = "{\"cmd\":\"NODE_HANDLE\",\"msg\":1,\"type\":\"net.Socket\"}\n";
    channel().send(1, streamSocket().get());
    channel().send(2);
    for (int attempt = 1; attempt <= 4; ++attempt) {
        QVERIFY(m_peer->waitFor(line.repeated(attempt)));
        QCOMPARE(m_peer->descriptors.size(), size_t(attempt));
        QVERIFY(m_faults.isEmpty());
        QVERIFY(m_peer->write(Nack));
    }
    QVERIFY(m_peer->waitFor(line.repeated(4) + "2\n"));
    QCOMPARE(m_faults, QList{NodeChannel::Fault::DescriptorRefused});
    QVERIFY(channel().isOpen());
}

void NodeChannelTest::refusedServerIsGivenUp()
{
    channel().send(1, nullDevice().get());
    channel().send(2);
    const QByteArray line = "{\"cmd\":\"NODE_HANDLE\",\"msg\":1,\"type\":\"net.Native\"}\n";
    QVERIFY(m_peer->waitFor(line));
    QVERIFY(m_peer->write(Nack));
    QVERIFY(m_peer->waitFor(line + "2\n"));
    QCOMPARE(m_faults, QList{NodeChannel::Fault::DescriptorRefused});
}

// They come with the bytes that they were sent with, which may be read before or behind their line.
void NodeChannelTest::descriptorArrivesBehindOtherLines()
{
    QList<int> received;
    connect(m_channel.get(), &NodeChannel::descriptorReceived, this,
            [&](const QJsonValue &message, int fd) {
                m_messages.append(message);
                received.append(fd);
            });
    const Wire::Descriptor null = nullDevice();
    QVERIFY(m_peer->write("1\n"));
    QVERIFY(m_peer->write("2\n{\"cmd\":\"NODE_HANDLE\",\"msg\":3,", null.get()));
    QTRY_COMPARE_WITH_TIMEOUT(m_messages.size(), 2, Patience);
    QVERIFY(m_peer->write("\"type\":\"net.Socket\"}\n4\n"));
    QTRY_COMPARE_WITH_TIMEOUT(m_messages, QJsonArray({1, 2, 3, 4}), Patience);
    QCOMPARE(received.size(), 1);
    QVERIFY((fcntl(received[0], F_GETFD) & FD_CLOEXEC) != 0);
    ::close(received[0]);
    QVERIFY(m_peer->waitFor(Ack));
}

void NodeChannelTest::lineWithoutItsDescriptorIsRefused()
{
    QVERIFY(m_peer->write("{\"cmd\":\"NODE_HANDLE\",\"msg\":1,\"type\":\"net.Socket\"}\n2\n"));
    QVERIFY(m_peer->waitFor(Nack));
    QTRY_COMPARE_WITH_TIMEOUT(m_messages, QJsonArray{2}, Patience);
    QVERIFY(m_faults.isEmpty());
}

// cleanup() counts the open ones.
void NodeChannelTest::nobodyTakesTheDescriptor()
{
    const Wire::Descriptor null = nullDevice();
    for (int i = 0; i < 10; ++i)
        QVERIFY(m_peer->write("5\n", null.get()));
    QTRY_COMPARE_WITH_TIMEOUT(m_messages.size(), 10, Patience);
}

void NodeChannelTest::descriptorsWithoutMessages()
{
    const Wire::Descriptor null = nullDevice();
    for (int i = 0; i < 100 && m_disconnected == 0; ++i) {
        (void)m_peer->write("5\n", null.get());
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_disconnected, 1, Patience);
    QCOMPARE(m_faults, QList{NodeChannel::Fault::MalformedMessage});
}

void NodeChannelTest::socketsOfANodeServer_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("how many")
        << QByteArray("{\"cmd\":\"NODE_SOCKET_GET_COUNT\",\"key\":\"4:127.0.0.1:0\"}\n")
        << QByteArray("{\"cmd\":\"NODE_SOCKET_COUNT\",\"count\":0,\"key\":\"4:127.0.0.1:0\"}\n");
    QTest::newRow("the server closes")
        << QByteArray("{\"cmd\":\"NODE_SOCKET_NOTIFY_CLOSE\",\"key\":\"4:127.0.0.1:0\"}\n")
        << QByteArray("{\"cmd\":\"NODE_SOCKET_ALL_CLOSED\",\"key\":\"4:127.0.0.1:0\"}\n");
}

void NodeChannelTest::socketsOfANodeServer()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, answer);
    QVERIFY(m_peer->write(line));
    QVERIFY(m_peer->waitFor(answer));
    QVERIFY(m_messages.isEmpty());
}

void NodeChannelTest::unknownInternalMessageIsKept()
{
    QVERIFY(m_peer->write("{\"cmd\":\"NODE_DEBUG_ENABLED\"}\n{\"cmd\":\"NODE_\"}\n"));
    QTRY_COMPARE_WITH_TIMEOUT(m_messages, QJsonArray({QJsonObject{{u"cmd"_s, u"NODE_"_s}}}),
                              Patience);
}

void NodeChannelTest::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no JSON") << QByteArray("{oops\n");
    QTest::newRow("an empty line") << QByteArray("\n");
    QTest::newRow("two values") << QByteArray("1,2\n");
    QTest::newRow("random") << QByteArray("\xff\x0f\x00\n", 4);
}

void NodeChannelTest::malformed()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(m_peer->write("1\n" + bytes + "2\n"));
    QTRY_COMPARE_WITH_TIMEOUT(m_disconnected, 1, Patience);
    QCOMPARE(m_faults, QList{NodeChannel::Fault::MalformedMessage});
    QCOMPARE(m_messages, QJsonArray{1});
    QVERIFY(!channel().isOpen());
    QVERIFY(m_peer->waitForEnd());
}

void NodeChannelTest::tooLong()
{
    const QByteArray piece(1 << 20, 'x');
    qint64 written = 0;
    while (m_disconnected == 0 && written < 2 * NodeChannel::LongestLine) {
        const ssize_t size = ::send(m_peer->socket(), piece.constData(), 1 << 20, MSG_NOSIGNAL);
        written += size > 0 ? size : 0;
        QCoreApplication::processEvents();
    }
    QCOMPARE(m_faults, QList{NodeChannel::Fault::MessageTooLong});
    QVERIFY(written < NodeChannel::LongestLine + (4 << 20));
}

void NodeChannelTest::peerGoesInTheMiddleOfALine()
{
    QVERIFY(m_peer->write("1\n{\"half\":"));
    m_peer->close();
    QTRY_COMPARE_WITH_TIMEOUT(m_disconnected, 1, Patience);
    QCOMPARE(m_messages, QJsonArray{1});
    QVERIFY(m_faults.isEmpty());
}

void NodeChannelTest::peerGoesWithEverythingUnread()
{
    for (int i = 0; i < 1000; ++i)
        channel().send(QString(1000, u'x'));
    channel().send(1, nullDevice().get());
    QVERIFY(m_peer->write("\"last words\"\n"));
    QCoreApplication::processEvents();
    m_peer->close();
    QTRY_COMPARE_WITH_TIMEOUT(m_disconnected, 1, Patience);
    QCOMPARE(channel().bytesToWrite(), 0);
}

void NodeChannelTest::disconnectHearsThePeerOut()
{
    channel().send(1);
    channel().disconnectChannel();
    QVERIFY(!channel().isOpen());
    QVERIFY(m_peer->waitForEnd());
    QCOMPARE(m_peer->read(), "1\n");
    QCOMPARE(m_disconnected, 0);
    QVERIFY(m_peer->write("2\n"));
    m_peer->close();
    QTRY_COMPARE_WITH_TIMEOUT(m_disconnected, 1, Patience);
    QCOMPARE(m_messages, QJsonArray{2});
}

// A descendant has the other end open: that is nothing to wait for.
void NodeChannelTest::endOfTheProcessIsTheEnd()
{
    QVERIFY(m_peer->write(QByteArray("7\n").repeated(1000)));
    channel().peerHasEnded();
    QTRY_COMPARE_WITH_TIMEOUT(m_disconnected, 1, Patience);
    QCOMPARE(m_messages.size(), 1000);
}

void NodeChannelTest::pausedItReadsNothing()
{
    channel().setReading(false);
    for (int i = 0; i < 100; ++i)
        QVERIFY(m_peer->write("7\n"));
    m_peer->close();
    for (int i = 0; i < 10; ++i)
        QCoreApplication::processEvents();
    QVERIFY(m_messages.isEmpty());
    connect(m_channel.get(), &NodeChannel::messageReceived, this, [this] {
        if (m_messages.size() == 50)
            channel().setReading(false);
    });
    channel().setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(m_messages.size(), 50, Patience);
    for (int i = 0; i < 10; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(m_messages.size(), 50);
    channel().setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(m_disconnected, 1, Patience);
    QCOMPARE(m_messages.size(), 100);
}

void NodeChannelTest::nestedLoopKeepsTheOrder()
{
    connect(m_channel.get(), &NodeChannel::messageReceived, this,
            [this](const QJsonValue &message) {
                if (message.toInt() == 3)
                    QTRY_COMPARE_WITH_TIMEOUT(m_messages.size(), 20, Patience);
            });
    QByteArray lines;
    QJsonArray expected;
    for (int i = 0; i < 20; ++i) {
        lines += QByteArray::number(i) + '\n';
        expected.append(i);
        if (i == 9) {
            QVERIFY(m_peer->write(lines));
            lines.clear();
        }
    }
    QVERIFY(m_peer->write(lines));
    QTRY_COMPARE_WITH_TIMEOUT(m_messages.size(), 20, Patience);
    QCOMPARE(m_messages, expected);
}

QTEST_GUILESS_MAIN(NodeChannelTest)
#include "tst_nodechannel.moc"
