// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/applicationprocess.h"
#include "common/fakehelper.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"
#include "wire/descriptor.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <unistd.h>

using namespace Qt::StringLiterals;
using Spawn::Wire::Descriptor;

// An application whose standard streams are closed, or lead to somebody who does not read.
class StandardStreamsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void f13_applicationWithoutStandardStreams();
    void f13_standardErrorIsAFullPipe();
    void f13_helperComplainsIntoAFullPipe();
    void f13_helperDiesAndTheLineDoesNotFit();

private:
    static constexpr int Patience = CommandSpy::Patience;

    void fillPipe();
    void emptyPipe();
    std::function<void()> pipeAsStandardError() const;
    // Of the application's; the helper has no environment, and is none of them.
    qsizetype runningCount() const { return m_fixture.leftovers().taggedProcesses().size() - 1; }

    mutable SpawnerFixture m_fixture;
    Descriptor m_reader;
    Descriptor m_writer;
};

void StandardStreamsTest::init()
{
    m_fixture.begin();
    int ends[2];
    QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
    m_reader.reset(ends[0]);
    m_writer.reset(ends[1]);
}

void StandardStreamsTest::cleanup()
{
    m_reader.reset();
    m_writer.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience);
}

// To the last byte; and it blocks again, as whoever inherits it expects.
void StandardStreamsTest::fillPipe()
{
    const int flags = fcntl(m_writer.get(), F_GETFL);
    QCOMPARE(fcntl(m_writer.get(), F_SETFL, flags | O_NONBLOCK), 0);
    const QByteArray bytes(4096, 'x');
    for (const size_t size : {size_t(4096), size_t(1)}) {
        while (write(m_writer.get(), bytes.constData(), size) > 0) { }
    }
    QCOMPARE(errno, EAGAIN);
    QCOMPARE(fcntl(m_writer.get(), F_SETFL, flags), 0);
}

// And goes on doing so: whoever waits to write is let go.
void StandardStreamsTest::emptyPipe()
{
    m_writer.reset();
    const int reader = m_reader.get();
    QCOMPARE(fcntl(reader, F_SETFL, O_NONBLOCK), 0);
    auto *const notifier = new QSocketNotifier(reader, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [reader, notifier] {
        char buffer[4096];
        if (read(reader, buffer, sizeof buffer) == 0)
            delete notifier; // nobody has the other end
    });
}

std::function<void()> StandardStreamsTest::pipeAsStandardError() const
{
    return [fd = m_writer.get()] {
        dup2(fd, STDERR_FILENO);
    };
}

void StandardStreamsTest::f13_applicationWithoutStandardStreams()
{
    const QTemporaryDir folder;
    const QString report = folder.filePath(u"report"_s);
    ApplicationProcess application({u"run-without-standard-streams"_s, report});
    QVERIFY(application.waitForEnd());
    QCOMPARE(application.exitCode(), 0);
    QFile file(report);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    const qsizetype end = text.indexOf('\n');
    QCOMPARE(text.left(end), "0");
    const QMap<int, QByteArray> fds = descriptorsOf(text.mid(end + 1));
    QCOMPARE(fds.value(0), "/dev/null");
    QVERIFY(fds.value(1).startsWith("pipe:"));
    QVERIFY(fds.value(2).startsWith("pipe:"));
    QVERIFY(fds.value(1) != fds.value(2));
}

void StandardStreamsTest::f13_standardErrorIsAFullPipe()
{
    fillPipe();
    ApplicationProcess application({u"run"_s}, pipeAsStandardError());
    QVERIFY(application.waitFor("command"));
    application.write("once\n");
    QVERIFY(application.waitFor("result"));
    // Longer than it takes to find a helper unresponsive.
    const QDeadlineTimer later(2000);
    QTRY_VERIFY_WITH_TIMEOUT(later.hasExpired(), Patience);
    application.write("again\n");
    QVERIFY(application.waitFor("result", 2));
    QCOMPARE(application.told("result"), (QList<qint64>{6, 6}));
    QCOMPARE(application.told("helper").size(), 1);
    QVERIFY(application.told("exit").isEmpty());
    QVERIFY(application.end());
}

// The line waits in the application's own thread, as each of Qt's does that has no reader. Neither
// the helper nor the I/O thread waits with it.
void StandardStreamsTest::f13_helperComplainsIntoAFullPipe()
{
    const FakeHelper helper(u"complains"_s);
    qputenv("ASYNCSPAWNER_HELPER", QFile::encodeName(helper.path()));
    const auto reset = qScopeGuard([] { qunsetenv("ASYNCSPAWNER_HELPER"); });
    fillPipe();
    ApplicationProcess application({u"run"_s}, pipeAsStandardError());
    QTRY_COMPARE_WITH_TIMEOUT(runningCount(), 1, Patience);
    emptyPipe();
    QVERIFY(application.waitFor("command"));
    application.write("once\n");
    QVERIFY(application.waitFor("result"));
    QCOMPARE(application.told("helper").size(), 1);
    QVERIFY(application.told("exit").isEmpty());
    QCOMPARE(helper.starts(), 1);
    QVERIFY(application.end());
}

void StandardStreamsTest::f13_helperDiesAndTheLineDoesNotFit()
{
    fillPipe();
    ApplicationProcess application({u"run"_s}, pipeAsStandardError());
    QVERIFY(application.waitFor("command"));
    const auto helper = static_cast<pid_t>(application.told("helper").value(0));
    QCOMPARE(kill(helper, SIGKILL), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(helper), Patience);
    application.write("once\n");
    QCOMPARE(runningCount(), 1); // it does not notice
    emptyPipe();
    QVERIFY(application.waitFor("result"));
    QVERIFY(application.waitFor("exit"));
    QCOMPARE(application.told("result"), QList<qint64>{6});
    QCOMPARE(application.told("helper").size(), 2);
    QVERIFY(application.told("finished").isEmpty());
    QVERIFY(application.end());
}

QTEST_GUILESS_MAIN(StandardStreamsTest)
#include "tst_standardstreams.moc"
