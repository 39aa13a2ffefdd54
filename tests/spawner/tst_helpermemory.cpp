// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/mib.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QTimer>
#include <QtTest/QTest>

#include <algorithm>
#include <cstring>
#include <deque>
#include <sys/mman.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// The helper stays small, whatever the application and its commands do.
class HelperMemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void as22_slowReaderOf256MiB();
    void as24_largeHeapOfTheCaller();
    void largeCommandsAreForgotten();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

// In bytes; "VmHWM" is the most that ever was.
static qint64 memoryOf(const QString &process, const QByteArray &field)
{
    QFile file(u"/proc/%1/status"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray status = file.readAll();
    const qsizetype start = status.indexOf('\n' + field + ':');
    if (start < 0)
        return -1;
    const qsizetype number = start + field.size() + 2;
    return status.mid(number, status.indexOf("kB", number) - number).trimmed().toLongLong() * 1024;
}

static bool helperIsInstrumented()
{
    QFile file(QStringLiteral(HELPER_PROGRAM));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray program = file.readAll();
    return program.contains("__asan_init") || program.contains("__tsan_init")
        || program.contains("__gcov_init");
}

// Checks that the counters are those that follow, wherever the blocks were cut.
class CounterReader final
{
public:
    void take(const QByteArray &bytes)
    {
        m_rest += bytes;
        qsizetype at = 0;
        for (; m_rest.size() - at >= qsizetype(sizeof m_next); at += qsizetype(sizeof m_next)) {
            quint64 value = 0;
            memcpy(&value, m_rest.constData() + at, sizeof value);
            m_wrong += value == m_next ? 0 : 1;
            ++m_next;
        }
        m_rest.remove(0, at);
    }
    quint64 count() const { return m_next; }
    qint64 wrong() const { return m_wrong; }

private:
    QByteArray m_rest;
    quint64 m_next = 0;
    qint64 m_wrong = 0;
};

void HelperMemoryTest::as22_slowReaderOf256MiB()
{
    constexpr qint64 Size = 256 * MiB;
    Command command(testChild({u"counters"_s, QString::number(Size / 8)}));
    command.setStandardOutputMode(Command::OutputMode::Stream);
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    bool isFinished = false;
    CommandResult result;
    connect(reply, &CommandReply::finished, this, [&](const CommandResult &ended) {
        isFinished = true;
        result = ended;
    });

    // Not at the signal: whenever the reader has time again.
    CounterReader reader;
    qsizetype largest = 0;
    QTimer slow;
    slow.setInterval(2);
    connect(&slow, &QTimer::timeout, this, [&] {
        const QByteArray bytes = reply->readAllStandardOutput();
        largest = std::max(largest, bytes.size());
        reader.take(bytes);
    });
    slow.start();
    QTRY_VERIFY_WITH_TIMEOUT(isFinished, 90000);
    slow.stop();
    reader.take(reply->readAllStandardOutput());

    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QCOMPARE(reader.wrong(), 0);
    QCOMPARE(reader.count(), quint64(Size / 8));
    // At the exit what was still in the pipe comes on top.
    QVERIFY2(largest <= command.streamBufferSize() + MiB / 4, qPrintable(QString::number(largest)));
    const QString helper = QString::number(spawner().helperProcessId());
    const qint64 memory = memoryOf(helper, "VmHWM");
    QVERIFY2(memory > 0 && memory < 64 * MiB, qPrintable(QString::number(memory)));
    reply->deleteLater();
}

void HelperMemoryTest::as24_largeHeapOfTheCaller()
{
    if (helperIsInstrumented())
        QSKIP("A helper with a sanitizer in it has other measures.");
    constexpr size_t Heap = size_t{2} << 30;
    QFile meminfo(u"/proc/meminfo"_s);
    QVERIFY(meminfo.open(QIODevice::ReadOnly));
    const QByteArray text = meminfo.readAll();
    const qsizetype start = text.indexOf("MemAvailable:") + 13;
    const qint64 available
        = text.mid(start, text.indexOf("kB", start) - start).trimmed().toLongLong();
    if (available * 1024 < qint64(Heap) * 2)
        QSKIP("This takes 4 GiB of available memory.");

    void *const heap
        = mmap(nullptr, Heap, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    QVERIFY(heap != MAP_FAILED);
    const auto cleanUp = qScopeGuard([heap] { munmap(heap, Heap); });
    auto *const bytes = static_cast<volatile char *>(heap);
    for (size_t i = 0; i < Heap; i += 4096)
        bytes[i] = 1;
    QVERIFY(memoryOf(u"self"_s, "VmRSS") > qint64(Heap));

    std::deque<CommandSpy> spies;
    for (int i = 0; i < 200; ++i)
        spies.emplace_back(spawner().aspawn({u"true"_s}));
    for (CommandSpy &spy : spies) {
        QVERIFY(spy.waitForGone());
        QVERIFY2(spy.result().isSuccess(), qPrintable(spy.result().errorString()));
    }
    const qint64 memory = memoryOf(QString::number(spawner().helperProcessId()), "VmHWM");
    QVERIFY2(memory > 0 && memory < MiB * 3 / 2, qPrintable(QString::number(memory)));
}

// What it held for a command of megabytes it gives back.
void HelperMemoryTest::largeCommandsAreForgotten()
{
    if (helperIsInstrumented())
        QSKIP("A helper with a sanitizer in it has other measures.");
    const QStringList large = QStringList{u"true"_s} + QStringList(14, QString(130000, u'x'));
    for (int i = 0; i < 20; ++i)
        QVERIFY(runCommand(spawner(), large).isSuccess());
    const QString helper = QString::number(spawner().helperProcessId());
    const auto isSmallAgain = [&] {
        (void)runCommand(spawner(), {u"true"_s});
        return memoryOf(helper, "VmRSS") < 4 * MiB;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSmallAgain(), 20000);
}

QTEST_GUILESS_MAIN(HelperMemoryTest)
#include "tst_helpermemory.moc"
