// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/spawnerfixture.h"

#include <workers/workerpooldevice.h>

#include <QtCore/QBuffer>
#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>

using namespace Spawn;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// A pool as a stream of lines. The workers are testworker, which sends back what it is sent.
class WorkerPoolDeviceTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void linesInAndOut_data();
    void linesInAndOut();
    void answersThatAreNoStrings();
    void inOrder();
    void endsWithTheLastAnswer();
    void nothingToDo();
    void boundedWhenNobodyReads();
    void droppedLineDoesNotHoldUpTheEnd();
    void pipesAFile_data();
    void pipesAFile();
    void pipesASocket();
    void aLineThatIsTooLong();
    void pipesLongLines();
    void pipeFromWhatCannotBeRead();
    void pipeFromALineThatIsTooLong();
    void pipeIntoWhatCannotBeWritten();
    void pipeLosesNothingOfKilledWorkers();

private:
    WorkerPool &pool() { return *m_pool; }
    QString script(const QByteArray &text);

    SpawnerFixture m_fixture;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WorkerPool> m_pool;
    QStringList m_dropped;
};

static constexpr int Patience = 20000; // ms; the upper bound of a wait

void WorkerPoolDeviceTest::init()
{
    m_fixture.begin();
    m_folder = std::make_unique<QTemporaryDir>();
    m_pool = std::make_unique<WorkerPool>(&m_fixture.spawner());
    m_pool->setRespawnInterval(0ms);
    m_dropped.clear();
    connect(m_pool.get(), &WorkerPool::messageDropped, this,
            [this](const QString &, const QJsonValue &message) {
                m_dropped.append(message.toString());
            });
}

void WorkerPoolDeviceTest::cleanup()
{
    m_pool.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000);
}

QString WorkerPoolDeviceTest::script(const QByteArray &text)
{
    QFile file(m_folder->filePath(u"worker.js"_s));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName()
                                                                             : QString();
}

static QByteArray numberedLines(int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += "line " + QByteArray::number(i) + '\n';
    return lines;
}

static QByteArrayList sortedLines(const QByteArray &text)
{
    QByteArrayList lines = text.split('\n');
    std::sort(lines.begin(), lines.end());
    return lines;
}

// All that can be read until the end.
static QByteArray readToEnd(WorkerPoolDevice &device)
{
    QByteArray bytes;
    const bool ended = QTest::qWaitFor(
        [&] {
            bytes += device.readAll();
            return device.atEnd();
        },
        Patience);
    return ended ? bytes : "did not end: " + bytes;
}

void WorkerPoolDeviceTest::linesInAndOut_data()
{
    QTest::addColumn<QByteArray>("in");
    QTest::addColumn<QByteArray>("out");
    QTest::newRow("one line") << QByteArray("a\n") << QByteArray("a\n");
    QTest::newRow("no newline at the end") << QByteArray("a\nb") << QByteArray("a\nb\n");
    QTest::newRow("empty lines") << QByteArray("\n\na\n\n") << QByteArray("\n\na\n\n");
    QTest::newRow("quotes, tabs and UTF-8") << QByteArray("\"x\"\t\\ ä€\n")
                                            << QByteArray("\"x\"\t\\ ä€\n");
    QTest::newRow("a long line") << QByteArray(300'000, 'x') + '\n'
                                 << QByteArray(300'000, 'x') + '\n';
}

void WorkerPoolDeviceTest::linesInAndOut()
{
    QFETCH(const QByteArray, in);
    QFETCH(const QByteArray, out);
    pool().addWorkers(TESTWORKER);
    WorkerPoolDevice device(&pool());
    QVERIFY(device.isOpen());
    QCOMPARE(device.write(in), in.size());
    device.closeWriteChannel();
    QCOMPARE(device.write("more"), -1);
    QCOMPARE(readToEnd(device), out);
}

void WorkerPoolDeviceTest::answersThatAreNoStrings()
{
    pool().addWorkers(script("process.on('message', (m) => process.send(eval(m)));"));
    WorkerPoolDevice device(&pool());
    device.write("1 + 1\n[1, 'x']\n({ a: null })\nnull\n'text'\n");
    device.closeWriteChannel();
    QCOMPARE(readToEnd(device), "2\n[1,\"x\"]\n{\"a\":null}\nnull\ntext\n");
}

void WorkerPoolDeviceTest::inOrder()
{
    // The workers are not equally fast; each answers in its own order, as the pool demands.
    pool().addWorkers(script("const delay = Math.random() * 30;\n"
                             "process.on('message', (m) =>"
                             " setTimeout(() => process.send(m), delay));"),
                      {}, 3);
    const QByteArray lines = numberedLines(500);
    WorkerPoolDevice device(&pool());
    device.setOrdered(true);
    device.write(lines);
    device.closeWriteChannel();
    QCOMPARE(readToEnd(device), lines);
}

void WorkerPoolDeviceTest::endsWithTheLastAnswer()
{
    pool().addWorkers(TESTWORKER, {}, 2);
    WorkerPoolDevice device(&pool());
    QSignalSpy finished(&device, &QIODevice::readChannelFinished);
    device.write("a\n");
    QTRY_VERIFY_WITH_TIMEOUT(device.canReadLine(), Patience);
    QVERIFY(finished.isEmpty()); // more may be written
    QCOMPARE(device.readLine(), "a\n");
    device.write("b\n");
    device.closeWriteChannel();
    device.closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
    QCOMPARE(device.readAll(), "b\n");
    QVERIFY(device.atEnd());
    QCOMPARE(pool().workers(TESTWORKER).size(), 2); // the pool goes on
}

void WorkerPoolDeviceTest::nothingToDo()
{
    pool().addWorkers(TESTWORKER);
    WorkerPoolDevice device(&pool());
    QSignalSpy finished(&device, &QIODevice::readChannelFinished);
    device.closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
    QVERIFY(device.readAll().isEmpty());
}

void WorkerPoolDeviceTest::boundedWhenNobodyReads()
{
    pool().addWorkers(TESTWORKER, {}, 2);
    WorkerPoolDevice device(&pool());
    const QByteArray line = QByteArray(1000, 'x') + '\n';
    qint64 written = 0;
    QElapsedTimer still;
    still.start();
    // Until it takes nothing more for a while.
    while (still.elapsed() < 1000) {
        const qint64 taken = device.room() >= line.size() ? device.write(line) : 0;
        written += taken;
        if (taken > 0)
            still.start();
        QCoreApplication::processEvents();
    }
    QVERIFY(device.bytesAvailable() >= 1 << 20);
    QVERIFY2(device.bytesAvailable() < 2 << 20,
             qPrintable(QString::number(device.bytesAvailable())));
    // Ours and both sockets of two workers: not what a faster writer would like.
    QVERIFY2(written < 8 << 20, qPrintable(QString::number(written)));
    device.closeWriteChannel();
    QCOMPARE(readToEnd(device).size(), written);
    QVERIFY(m_dropped.isEmpty());
}

void WorkerPoolDeviceTest::droppedLineDoesNotHoldUpTheEnd()
{
    pool().addWorkers(script("process.on('message', (m) => {"
                             " if (m === 'die') process.exit(1); process.send(m); });"));
    WorkerPoolDevice device(&pool());
    device.setOrdered(true);
    device.write("a\n");
    QTRY_VERIFY_WITH_TIMEOUT(device.canReadLine(), Patience);
    device.write("die\n");
    QTRY_COMPARE_WITH_TIMEOUT(m_dropped, QStringList{u"die"_s}, Patience);
    device.write("b\n");
    device.closeWriteChannel();
    QCOMPARE(readToEnd(device), "a\nb\n");
}

void WorkerPoolDeviceTest::pipesAFile_data()
{
    QTest::addColumn<bool>("ordered");
    QTest::newRow("in order") << true;
    QTest::newRow("as they come") << false;
}

// The three lines of the reference's README.
void WorkerPoolDeviceTest::pipesAFile()
{
    QFETCH(const bool, ordered);
    const QByteArray lines = numberedLines(50'000);
    QFile in(m_folder->filePath(u"in"_s));
    QVERIFY(in.open(QIODevice::ReadWrite) && in.write(lines) == lines.size() && in.seek(0));
    QFile out(m_folder->filePath(u"out"_s));
    QVERIFY(out.open(QIODevice::ReadWrite));

    pool().addWorkers(TESTWORKER, {}, 4);
    PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool(), &out);
    pipe->setOrdered(ordered);
    QSignalSpy finished(pipe, &PoolPipe::finished);
    QSignalSpy progress(pipe, &PoolPipe::progress);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
    QCOMPARE(progress.last().at(0).toLongLong(), lines.size());
    QCOMPARE(progress.last().at(1).toLongLong(), 50'000);
    QVERIFY(out.seek(0));
    const QByteArray answers = out.readAll();
    if (ordered)
        QCOMPARE(answers, lines);
    else
        QCOMPARE(sortedLines(answers), sortedLines(lines));
}

void WorkerPoolDeviceTest::pipesASocket()
{
    QLocalServer server;
    QVERIFY(server.listen(m_folder->filePath(u"socket"_s)));
    QLocalSocket client;
    client.connectToServer(server.serverName());
    QVERIFY(server.waitForNewConnection(Patience));
    QLocalSocket *const in = server.nextPendingConnection();
    QBuffer out;
    QVERIFY(out.open(QIODevice::WriteOnly));
    pool().addWorkers(TESTWORKER);
    PoolPipe *const pipe = WorkerPoolDevice::pipe(in, &pool(), &out);
    QSignalSpy finished(pipe, &PoolPipe::finished);
    client.write("first\n");
    QTRY_COMPARE_WITH_TIMEOUT(out.data(), "first\n", Patience);
    QVERIFY(finished.isEmpty());
    client.write("second\nlast");
    client.disconnectFromServer();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
    QCOMPARE(out.data(), "first\nsecond\nlast\n");
}

// Writes all of it, as there is room. False: the device has said that it takes no more.
static bool writeAll(WorkerPoolDevice &device, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const qint64 taken = device.write(bytes.data(), bytes.size());
        if (taken < 0)
            return false;
        bytes = bytes.sliced(taken);
        QCoreApplication::processEvents();
    }
    return true;
}

void WorkerPoolDeviceTest::aLineThatIsTooLong()
{
    pool().addWorkers(TESTWORKER);
    WorkerPoolDevice device(&pool());
    QVERIFY(writeAll(device, "first\n"));
    QVERIFY(!writeAll(device, QByteArray((64 << 20) + 1, 'x')));
    QVERIFY2(device.errorString().contains(u"67108864"_s), qPrintable(device.errorString()));
    QCOMPARE(device.bytesToWrite(), 0);
    QCOMPARE(device.write("more\n"), -1);
    QCOMPARE(readToEnd(device), "first\n"); // and it ends
}

// Far more than the device keeps of short ones.
void WorkerPoolDeviceTest::pipesLongLines()
{
    const QByteArray lines = (QByteArray(5 << 20, 'x') + '\n').repeated(3) + QByteArray(2 << 20, 'y');
    QBuffer in;
    in.setData(lines);
    QVERIFY(in.open(QIODevice::ReadOnly));
    QBuffer out;
    QVERIFY(out.open(QIODevice::WriteOnly));
    pool().addWorkers(TESTWORKER);
    PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool(), &out);
    QSignalSpy finished(pipe, &PoolPipe::finished);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
    QVERIFY(out.data() == lines + '\n');
}

void WorkerPoolDeviceTest::pipeFromWhatCannotBeRead()
{
    // Its first page is not mapped: the read fails, after it could be opened.
    QFile in(u"/proc/self/mem"_s);
    QVERIFY(in.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
    QBuffer out;
    QVERIFY(out.open(QIODevice::WriteOnly));
    pool().addWorkers(TESTWORKER);
    PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool(), &out);
    QString error;
    connect(pipe, &PoolPipe::finished, this, [&] { error = pipe->errorString(); });
    QTRY_VERIFY_WITH_TIMEOUT(error.contains(u"Input/output error"_s), Patience);
}

// What came before it is answered.
void WorkerPoolDeviceTest::pipeFromALineThatIsTooLong()
{
    QBuffer in;
    in.setData("first\n" + QByteArray((64 << 20) + 1, 'x') + "\nlast\n");
    QVERIFY(in.open(QIODevice::ReadOnly));
    QBuffer out;
    QVERIFY(out.open(QIODevice::WriteOnly));
    pool().addWorkers(TESTWORKER);
    PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool(), &out);
    QString error;
    connect(pipe, &PoolPipe::finished, this, [&] { error = pipe->errorString(); });
    QTRY_VERIFY_WITH_TIMEOUT(error.contains(u"67108864"_s), Patience);
    QCOMPARE(out.data(), "first\n");
}

void WorkerPoolDeviceTest::pipeIntoWhatCannotBeWritten()
{
    QBuffer in;
    in.setData(numberedLines(10));
    QVERIFY(in.open(QIODevice::ReadOnly));
    QFile out(u"/dev/full"_s);
    QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    pool().addWorkers(TESTWORKER);
    PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool(), &out);
    QString error;
    connect(pipe, &PoolPipe::finished, this, [&] { error = pipe->errorString(); });
    QTRY_VERIFY_WITH_TIMEOUT(error.contains(u"No space left"_s), Patience);
}

void WorkerPoolDeviceTest::pipeLosesNothingOfKilledWorkers()
{
    pool().setRedeliveryLimit(1000); // a worker may end before it has begun, again and again
    const QByteArray lines = numberedLines(100'000);
    QBuffer in;
    in.setData(lines);
    QVERIFY(in.open(QIODevice::ReadOnly));
    QBuffer out;
    QVERIFY(out.open(QIODevice::WriteOnly));
    pool().addWorkers(TESTWORKER, {}, 4);
    PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool(), &out);
    pipe->setOrdered(true);
    QSignalSpy finished(pipe, &PoolPipe::finished);
    int kills = 0;
    QTimer killer;
    connect(&killer, &QTimer::timeout, this, [&] {
        const QList<Worker *> workers = pool().workers(TESTWORKER);
        if (!workers.isEmpty() && finished.isEmpty()) {
            workers.at(QRandomGenerator::global()->bounded(int(workers.size())))->kill();
            ++kills;
        }
    });
    killer.start(50);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60000);
    killer.stop();
    QVERIFY2(kills >= 3, qPrintable(QString::number(kills)));
    QVERIFY(m_dropped.isEmpty());
    QVERIFY(out.data() == lines);
}

QTEST_GUILESS_MAIN(WorkerPoolDeviceTest)
#include "tst_workerpooldevice.moc"
