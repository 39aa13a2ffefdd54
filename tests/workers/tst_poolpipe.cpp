// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "workers/poollines.h"

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

// From one device through a pool to another. The workers are testworker, which sends back what it
// is sent.
class PoolPipeTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void pipesAFile_data();
    void pipesAFile();
    void pipesASocket();
    void pipesLongLines();
    void pipeFromWhatCannotBeRead();
    void pipeFromALineThatIsTooLong();
    void pipeIntoWhatCannotBeWritten();
    void pipeLosesNothingOfKilledWorkers();

private:
    WorkerPool &pool() { return *m_pool; }

    SpawnerFixture m_fixture;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WorkerPool> m_pool;
    QStringList m_dropped;
};

void PoolPipeTest::init()
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

void PoolPipeTest::cleanup()
{
    m_pool.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000);
}

static QByteArrayList sortedLines(const QByteArray &text)
{
    QByteArrayList lines = text.split('\n');
    std::sort(lines.begin(), lines.end());
    return lines;
}

void PoolPipeTest::pipesAFile_data()
{
    QTest::addColumn<bool>("ordered");
    QTest::newRow("in order") << true;
    QTest::newRow("as they come") << false;
}

// The three lines of the reference's README.
void PoolPipeTest::pipesAFile()
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

void PoolPipeTest::pipesASocket()
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

// Far more than the device keeps of short ones.
void PoolPipeTest::pipesLongLines()
{
    const QByteArray lines
        = (QByteArray(5 << 20, 'x') + '\n').repeated(3) + QByteArray(2 << 20, 'y');
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

void PoolPipeTest::pipeFromWhatCannotBeRead()
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
void PoolPipeTest::pipeFromALineThatIsTooLong()
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

void PoolPipeTest::pipeIntoWhatCannotBeWritten()
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

void PoolPipeTest::pipeLosesNothingOfKilledWorkers()
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
    qint64 answered
        = -1; // at the last kill: where starting takes longer than killing, nothing goes on
    QTimer killer;
    connect(&killer, &QTimer::timeout, this, [&] {
        const QList<Worker *> workers = pool().workers(TESTWORKER);
        if (!workers.isEmpty() && finished.isEmpty() && out.size() > answered) {
            answered = out.size();
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

QTEST_GUILESS_MAIN(PoolPipeTest)
#include "tst_poolpipe.moc"
