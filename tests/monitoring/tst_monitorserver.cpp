// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <monitoring/monitorclient.h>
#include <monitoring/monitorserver.h>
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/heldcommand.h"
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QTest>

#include <deque>
#include <memory>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// Monitors that are slow, silent, hostile or of another time. None of them changes anything.
class MonitorServerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void f83_hostileLines_data();
    void f83_hostileLines();
    void f83_refusesAfterTheGreeting_data();
    void f83_refusesAfterTheGreeting();
    void f84_neverReads();
    void f85_saysNothing_data();
    void f85_saysNothing();
    void f92_speaksAnotherProtocol();
    void historyComesInPieces();
    void listensBecauseTheEnvironmentSaysSo_data();
    void listensBecauseTheEnvironmentSaysSo();
    void nothingIsListenedToInABadPlace();
    void spawnerIsDeletedFirst();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    static QList<MonitorTarget> own();
    std::unique_ptr<QLocalSocket> connection();
    void verifyNothingHappened();

    QTemporaryDir m_runtime;
    SpawnerFixture m_fixture;
    MonitorServer *m_server = nullptr;
};

static constexpr char Hello[] = "{\"type\":\"hello\",\"protocol\":1}\n";

void MonitorServerTest::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void MonitorServerTest::init()
{
    m_fixture.begin();
    m_server = new MonitorServer(&spawner(), &spawner());
    QVERIFY2(m_server->listen(), qPrintable(m_server->errorString()));
}

void MonitorServerTest::cleanup()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000);
    QVERIFY(own().isEmpty());
}

QList<MonitorTarget> MonitorServerTest::own()
{
    QList<MonitorTarget> targets = MonitorClient::targets();
    targets.removeIf([](const MonitorTarget &target) {
        return target.processId != getpid() || target.socket.isEmpty();
    });
    return targets;
}

std::unique_ptr<QLocalSocket> MonitorServerTest::connection()
{
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(own().value(0).socket);
    return socket;
}

void MonitorServerTest::verifyNothingHappened()
{
    MonitorClient client;
    client.connectTo(own().value(0));
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), MonitorClient::State::Connected, Patience);
    CommandSpy spy(spawner().aspawn({u"true"_s}));
    QVERIFY(spy.waitForGone());
    QVERIFY(spy.result().isSuccess());
    QTRY_VERIFY_WITH_TIMEOUT(client.snapshot().commands.value(spy.id()).isFinished(), Patience);
}

static bool isClosed(const QLocalSocket &socket)
{
    return QTest::qWaitFor([&] { return socket.state() == QLocalSocket::UnconnectedState; },
                           Patience);
}

// The text of the last line, which is an error.
static QString complaint(const QByteArray &received)
{
    const QList<QByteArray> lines = received.trimmed().split('\n');
    const QJsonObject object = QJsonDocument::fromJson(lines.last()).object();
    return object.value("type"_L1) == "error"_L1 ? object.value("text"_L1).toString() : QString();
}

void MonitorServerTest::f83_hostileLines_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("random bytes") << QByteArray("\x01\xff\x80zzz\n") << u"not a JSON object"_s;
    QTest::newRow("NULs") << QByteArray(100, '\0') + '\n' << u"not a JSON object"_s;
    QTest::newRow("an array") << QByteArray("[1,2]\n") << u"not a JSON object"_s;
    QTest::newRow("nested too deeply") << QByteArray(20'000, '[') + '\n' << u"not a JSON object"_s;
    QTest::newRow("cut short") << QByteArray("{\"type\":\n") << u"not a JSON object"_s;
    QTest::newRow("a request before the greeting")
        << QByteArray("{\"type\":\"kill\",\"ids\":[1]}\n") << u"not a hello"_s;
    QTest::newRow("no end of the line") << QByteArray(100'000, ' ') << u"64 KiB"_s;
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\n\r\n") << u"not a JSON object"_s;
}

void MonitorServerTest::f83_hostileLines()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, complaint);
    const auto socket = connection();
    socket->write(bytes);
    QVERIFY(isClosed(*socket));
    const QString told = ::complaint(socket->readAll());
    QVERIFY2(told.contains(complaint), qPrintable(told));
    verifyNothingHappened();
}

void MonitorServerTest::f83_refusesAfterTheGreeting_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("a second hello") << QByteArray(Hello) << u"second hello"_s;
    QTest::newRow("random bytes") << QByteArray("zzz\n") << u"not a JSON object"_s;
    QTest::newRow("a flood") << QByteArray("{\"type\":\"x\"}\n").repeated(1000)
                             << u"200 messages"_s;
}

void MonitorServerTest::f83_refusesAfterTheGreeting()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, complaint);
    const auto socket = connection();
    socket->write(Hello + bytes);
    QVERIFY(isClosed(*socket));
    const QString told = ::complaint(socket->readAll());
    QVERIFY2(told.contains(complaint), qPrintable(told));
    verifyNothingHappened();
}

// What it does not take is kept up to a bound, then counted, and made up for by a new snapshot.
void MonitorServerTest::f84_neverReads()
{
    m_server->setOutputShared(true);
    m_server->setHistoryLength(2000);
    const auto socket = connection();
    socket->setReadBufferSize(1);
    socket->write(Hello);
    QVERIFY(socket->waitForBytesWritten(Patience));
    static constexpr int Count = 6000; // of 5 KiB each
    int ended = 0;
    for (int i = 1; i <= Count; ++i) {
        spawner().aspawn(testChild({u"write"_s, u"4096"_s}), this,
                         [&](const CommandResult &result) { ended += int(result.isSuccess()); });
        // Fewer than the history holds: what is forgotten before a batch is sent takes no room.
        if (i % 1000 == 0)
            QTRY_COMPARE_WITH_TIMEOUT(ended, i, Patience);
    }

    socket->setReadBufferSize(0);
    QByteArray line;
    qint64 gap = -1;
    const auto readTo = [&](QLatin1StringView type) {
        return QTest::qWaitFor(
            [&] {
                while (socket->canReadLine()) {
                    const QJsonObject message
                        = QJsonDocument::fromJson(socket->readLine()).object();
                    if (message.value("type"_L1) == "gap"_L1)
                        gap = message.value("dropped"_L1).toInteger();
                    if (message.value("type"_L1) == type)
                        return true;
                }
                return false;
            },
            Patience);
    };
    QVERIFY(readTo("gap"_L1));
    // Each command changes four times at the most: queued, starting, running, finished.
    QVERIFY2(gap > 0 && gap <= 4 * Count, qPrintable(QString::number(gap)));
    QVERIFY(readTo("snapshot"_L1));
    verifyNothingHappened();
}

void MonitorServerTest::f85_saysNothing_data()
{
    QTest::addColumn<bool>("drips");
    QTest::newRow("silent") << false;
    QTest::newRow("a byte now and then") << true;
}

void MonitorServerTest::f85_saysNothing()
{
    QFETCH(bool, drips);
    const auto socket = connection();
    QTimer drip;
    connect(&drip, &QTimer::timeout, this, [&] { socket->write(" "); });
    if (drips)
        drip.start(100);
    QElapsedTimer time;
    time.start();
    QVERIFY(isClosed(*socket));
    QVERIFY(time.elapsed() < 10'000);
    verifyNothingHappened();
}

void MonitorServerTest::f92_speaksAnotherProtocol()
{
    const auto socket = connection();
    socket->write("{\"type\":\"hello\",\"protocol\":99}\n");
    QVERIFY(isClosed(*socket));
    const QString told = complaint(socket->readAll());
    QVERIFY2(told.contains(u"99"_s) && told.contains(u"protocol 1 "_s), qPrintable(told));
    // Of the same one, with members that we do not know.
    const auto later = connection();
    later->write("{\"type\":\"hello\",\"protocol\":1,\"colour\":\"blue\"}\n");
    QTRY_VERIFY_WITH_TIMEOUT(later->canReadLine(), Patience);
    verifyNothingHappened();
}

// The first picture does not wait for thousands of old commands.
void MonitorServerTest::historyComesInPieces()
{
    static constexpr int Count = 3000;
    int ended = 0;
    for (int i = 0; i < Count; ++i)
        spawner().aspawn({u"/bin/true"_s}, this, [&](const CommandResult &) { ++ended; });
    QTRY_COMPARE_WITH_TIMEOUT(ended, Count, 60000);
    const auto socket = connection();
    socket->write(Hello);
    QList<qsizetype> pieces;
    QSet<qint64> ids;
    const auto takeAll = [&] {
        while (socket->canReadLine()) {
            const QJsonObject message = QJsonDocument::fromJson(socket->readLine()).object();
            const QJsonArray commands = message.value("commands"_L1).toArray();
            const QString type = message.value("type"_L1).toString();
            if (type == "snapshot"_L1 || type == "history"_L1)
                pieces.append(commands.size());
            for (const QJsonValue &command : commands)
                ids.insert(command.toObject().value("id"_L1).toInteger());
        }
        return ids.size() == Count;
    };
    QVERIFY(QTest::qWaitFor(takeAll, Patience));
    QCOMPARE(pieces, (QList<qsizetype>{500, 1000, 1000, 500}));
}

void MonitorServerTest::listensBecauseTheEnvironmentSaysSo_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("count");
    QTest::newRow("1") << QByteArray("1") << 2;
    QTest::newRow("0") << QByteArray("0") << 1;
    QTest::newRow("empty") << QByteArray("") << 1;
}

void MonitorServerTest::listensBecauseTheEnvironmentSaysSo()
{
    QFETCH(QByteArray, value);
    QFETCH(int, count);
    qputenv("ASYNCSPAWNER_MONITOR", value);
    const AsyncSpawner other;
    qunsetenv("ASYNCSPAWNER_MONITOR");
    QCOMPARE(own().size(), count);
}

void MonitorServerTest::nothingIsListenedToInABadPlace()
{
    const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
    qputenv("XDG_RUNTIME_DIR", "/no/such/place");
    AsyncSpawner other;
    MonitorServer server(&other);
    const bool listens = server.listen();
    qputenv("XDG_RUNTIME_DIR", before);
    QVERIFY(!listens && !server.isListening());
    QVERIFY2(server.errorString().contains(u"/no/such/place"_s), qPrintable(server.errorString()));
    QVERIFY(runCommand(other, {u"true"_s}).isSuccess());
}

void MonitorServerTest::spawnerIsDeletedFirst()
{
    auto other = std::make_unique<AsyncSpawner>();
    MonitorServer server(other.get());
    QVERIFY(server.listen(u"other"_s));
    CommandSpy running(other->aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    other.reset();
    MonitorClient client;
    for (const MonitorTarget &target : own()) {
        if (target.name == u"other"_s)
            client.connectTo(target);
    }
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), MonitorClient::State::Connected, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(client.snapshot().commands.value(running.id()).isFinished(), Patience);
    QCOMPARE(client.snapshot().commands.value(running.id()).error, CommandResult::Error::Destroyed);
}

QTEST_GUILESS_MAIN(MonitorServerTest)
#include "tst_monitorserver.moc"
