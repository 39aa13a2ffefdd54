// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "workers/poollines.h"

#include <workers/workerpooldevice.h>

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

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
    void aLineThatIsTooLong();

private:
    WorkerPool &pool() { return *m_pool; }
    QString script(const QByteArray &text);

    SpawnerFixture m_fixture;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WorkerPool> m_pool;
    QStringList m_dropped;
};

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
    QTest::newRow("quotes, tabs and UTF-8")
        << QByteArray("\"x\"\t\\ ä€\n") << QByteArray("\"x\"\t\\ ä€\n");
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

QTEST_GUILESS_MAIN(WorkerPoolDeviceTest)
#include "tst_workerpooldevice.moc"
