// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/connection.h"

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <sys/socket.h>
#include <unistd.h>

using namespace Spawn;

class ConnectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void freshOne();
    void withUnreadBytes();
    void partlyRead();
    void answered();
    void closedByItsClient();
    void localSocket();

private:
    bool arrive(qint64 bytes)
    {
        return QTest::qWaitFor([&] {
            QByteArray all(100, 0);
            return recv(m_connection->socket.get(), all.data(), 100, MSG_PEEK | MSG_DONTWAIT)
                == bytes;
        });
    }

    QTcpSocket m_client;
    std::optional<Connection> m_connection;
};

void ConnectionTest::init()
{
    m_connection.reset();
    m_client.abort();
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    m_client.connectToHost(QHostAddress::LocalHost, server.serverPort());
    QVERIFY(server.waitForNewConnection(10000));
    const std::unique_ptr<QTcpSocket> accepted(server.nextPendingConnection());
    m_connection.emplace(Wire::Descriptor(dup(static_cast<int>(accepted->socketDescriptor()))));
    QTRY_COMPARE(m_client.state(), QAbstractSocket::ConnectedState);
}

void ConnectionTest::freshOne()
{
    QVERIFY(m_connection->isUntouched());
    QVERIFY(m_connection->inode != 0);
}

void ConnectionTest::withUnreadBytes()
{
    m_client.write("hello");
    QVERIFY(arrive(5));
    QVERIFY(m_connection->isUntouched());
}

void ConnectionTest::partlyRead()
{
    m_client.write("hello");
    QVERIFY(arrive(5));
    char two[2];
    QCOMPARE(read(m_connection->socket.get(), two, 2), 2);
    QVERIFY(!m_connection->isUntouched());
}

void ConnectionTest::answered()
{
    QCOMPARE(write(m_connection->socket.get(), "hi", 2), 2);
    QVERIFY(!m_connection->isUntouched());
}

// Nobody has looked at what it had said.
void ConnectionTest::closedByItsClient()
{
    m_client.write("hello");
    QVERIFY(arrive(5));
    m_client.disconnectFromHost();
    QTRY_COMPARE(m_client.state(), QAbstractSocket::UnconnectedState);
    char all[5];
    QCOMPARE(read(m_connection->socket.get(), all, 5), 5);
    QVERIFY(!m_connection->isUntouched());
}

void ConnectionTest::localSocket()
{
    int ends[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const Wire::Descriptor other(ends[1]);
    QVERIFY(!Connection(Wire::Descriptor(ends[0])).isUntouched());
}

QTEST_GUILESS_MAIN(ConnectionTest)

#include "tst_connection.moc"
