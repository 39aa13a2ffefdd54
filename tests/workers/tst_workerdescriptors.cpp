// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "wire/descriptor.h"
#include "workers/workerspy.h"

#include <QtCore/QTemporaryFile>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace Spawn;
using namespace Qt::StringLiterals;

// Descriptors in both directions, with a Qt program and with a Node script.
class WorkerDescriptorsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void connectedSocket_data() { addPrograms(); }
    void connectedSocket();
    void listeningSocket();
    void keepTheirOrder_data() { addPrograms(); }
    void keepTheirOrder();
    void file();
    void fromTheChild();
    void notOpen();

private:
    static void addPrograms()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("Qt program") << TESTWORKER;
        QTest::newRow("Node script") << NODE_WORKER;
    }
    std::unique_ptr<Worker> fork(const QString &program)
    {
        return std::unique_ptr<Worker>(forkWorker(&m_fixture.spawner(), Command({program})));
    }

    SpawnerFixture m_fixture;
};

struct SocketPair
{
    SocketPair()
    {
        int ends[2] = {-1, -1};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
            mine.reset(ends[0]);
            theirs.reset(ends[1]);
        }
    }
    // All, once the other end has been closed everywhere.
    QByteArray readAll()
    {
        theirs.reset();
        QByteArray bytes;
        char buffer[256];
        const bool ended = QTest::qWaitFor(
            [&] {
                const ssize_t size = recv(mine.get(), buffer, sizeof buffer, MSG_DONTWAIT);
                if (size > 0)
                    bytes.append(buffer, size);
                return size == 0;
            },
            Patience);
        return ended ? bytes : "has no end: " + bytes;
    }
    Wire::Descriptor mine;
    Wire::Descriptor theirs;
};

void WorkerDescriptorsTest::connectedSocket()
{
    QFETCH(const QString, program);
    const auto worker = fork(program);
    WorkerSpy spy(worker.get());
    SocketPair pair;
    QVERIFY(worker->sendDescriptor(u"here"_s, pair.theirs.get()));
    QVERIFY(spy.waitForMessages(1));
    QCOMPARE(spy.messages, QJsonArray{u"here"_s});
    QCOMPARE(pair.readAll(), "received"); // and no copy is left here
}

void WorkerDescriptorsTest::listeningSocket()
{
    const auto worker = fork(NODE_WORKER);
    WorkerSpy spy(worker.get());
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QVERIFY(worker->sendDescriptor(u"server"_s, int(server.socketDescriptor())));
    QVERIFY(spy.waitForMessages(1));
    const quint16 port = server.serverPort();
    server.pauseAccepting(); // the child's from here
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, port);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QTcpSocket::UnconnectedState, Patience);
    QCOMPARE(client.readAll(), "received");
}

void WorkerDescriptorsTest::keepTheirOrder()
{
    QFETCH(const QString, program);
    const auto worker = fork(program);
    WorkerSpy spy(worker.get());
    QJsonArray expected;
    const std::vector<SocketPair> pairs(100); // open until the child has written into them
    for (int i = 0; i < 100; ++i) {
        if (i % 3 == 0)
            QVERIFY(worker->sendDescriptor(i, pairs[static_cast<size_t>(i)].theirs.get()));
        else
            worker->send(i);
        expected.append(i);
    }
    QVERIFY(spy.waitForMessages(100));
    QCOMPARE(spy.messages, expected);
    QVERIFY(spy.errors.isEmpty());
}

// Not to a Node script, which an assertion of Node's own would end.
void WorkerDescriptorsTest::file()
{
    const auto worker = fork(TESTWORKER);
    WorkerSpy spy(worker.get());
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(worker->sendDescriptor(u"file"_s, file.handle()));
    QVERIFY(spy.waitForMessages(1));
    QVERIFY(file.seek(0));
    QCOMPARE(file.readAll(), "received");
}

void WorkerDescriptorsTest::fromTheChild()
{
    const auto worker = fork(TESTWORKER);
    WorkerSpy spy(worker.get());
    Wire::Descriptor received;
    connect(worker.get(), &Worker::descriptorReceived, this,
            [&](const QJsonValue &message, int fd) {
                QCOMPARE(message, QJsonValue(u"pipe"_s));
                received.reset(fd);
            });
    worker->send(QJsonObject{{u"do"_s, u"pipe"_s}});
    QTRY_VERIFY_WITH_TIMEOUT(received, Patience);
    char buffer[32];
    const ssize_t size = read(received.get(), buffer, sizeof buffer);
    QCOMPARE(QByteArray(buffer, size), "from the child");
    QCOMPARE(worker->outstandingCount(), 0);
}

void WorkerDescriptorsTest::notOpen()
{
    const auto worker = fork(TESTWORKER);
    WorkerSpy spy(worker.get());
    QVERIFY(!worker->sendDescriptor(1, 987));
    QCOMPARE(spy.errors, QList{Worker::Error::InvalidDescriptor});
    QVERIFY2(worker->errorString().contains(u"987"), qPrintable(worker->errorString()));
    QCOMPARE(spy.ask(2), QJsonValue(2));
}

QTEST_GUILESS_MAIN(WorkerDescriptorsTest)
#include "tst_workerdescriptors.moc"
