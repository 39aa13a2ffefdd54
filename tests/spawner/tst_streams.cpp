// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"
#include "spawner/writefile.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using OutputMode = Command::OutputMode;

// Where a command's streams go, and when they are at their end.
class StreamsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void f57_closesItsOutputsAndLivesOn();
    void f58_descendantHoldsTheOutput_data();
    void f58_descendantHoldsTheOutput();
    void f58_whatADescendantWritesInTime();
    void f62_exactBytes_data();
    void f62_exactBytes();
    void f63_files();
    void f63_appendsToAFile();
    void f63_nullDevice();
    void f63_merged_data();
    void f63_merged();
    void f63_inherited();
    void f63_inheritedButClosed();
    void f64_neverWithoutTheLastByte_data();
    void f64_neverWithoutTheLastByte();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

static QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

// The application's own descriptor is another one for a while.
class Redirection final
{
public:
    Redirection(int fd, const QString &fileName) : m_fd(fd), m_saved(fcntl(fd, F_DUPFD_CLOEXEC, 10))
    {
        const int file
            = ::open(QFile::encodeName(fileName).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        dup2(file, fd);
        ::close(file);
    }
    explicit Redirection(int fd) : m_fd(fd), m_saved(fcntl(fd, F_DUPFD_CLOEXEC, 10))
    {
        ::close(fd);
    }
    ~Redirection()
    {
        dup2(m_saved, m_fd);
        ::close(m_saved);
    }
    Q_DISABLE_COPY_MOVE(Redirection)

private:
    const int m_fd;
    const int m_saved;
};

// All that a streaming command says, taken as it comes.
static QByteArray takeOutput(CommandReply *reply)
{
    QByteArray output;
    reply->setAutoDelete(false);
    QObject::connect(reply, &CommandReply::readyReadStandardOutput, reply,
                     [&output, reply] { output += reply->readAllStandardOutput(); });
    (void)QTest::qWaitFor([reply] { return reply->isFinished(); }, CommandSpy::Patience);
    output += reply->readAllStandardOutput();
    delete reply;
    return output;
}

void StreamsTest::f57_closesItsOutputsAndLivesOn()
{
    const CommandResult result
        = runCommand(spawner(),
                     testChildChain({{u"writestd"_s, u"out"_s, u"err"_s},
                                     {u"close-outputs-then-sleep"_s, u"300"_s, u"3"_s}}));
    QCOMPARE(result.exitCode, 3); // so it ended after its exit, not with its outputs
    QCOMPARE(result.standardOutput, "out");
    QCOMPARE(result.standardError, "err");
    QVERIFY(result.elapsed >= 300ms);
    QVERIFY(!result.outputHeldOpen);
}

void StreamsTest::f58_descendantHoldsTheOutput_data()
{
    QTest::addColumn<std::chrono::milliseconds>("drainTimeout");
    QTest::newRow("the default") << Command({u"true"_s}).drainTimeout();
    QTest::newRow("none") << 0ms;
    QTest::newRow("longer") << 300ms;
}

void StreamsTest::f58_descendantHoldsTheOutput()
{
    QFETCH(std::chrono::milliseconds, drainTimeout);
    Command command(
        testChildChain({{u"write"_s, u"20000"_s}, {u"leave-grandchild"_s, u"20000"_s, u"7"_s}}));
    command.setDrainTimeout(drainTimeout);
    QElapsedTimer time;
    time.start();
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY(time.elapsed() >= drainTimeout.count());
    QCOMPARE(result.exitCode, 7);
    QVERIFY(result.outputHeldOpen);
    QVERIFY(result.standardOutput.startsWith(QByteArray(20000, 'x')));
    const qint64 grandchild = result.standardOutput.mid(20000).trimmed().toLongLong();
    QVERIFY(grandchild > 1);
    QVERIFY(Leftovers::isAlive(grandchild)); // the group is left alone
    QCOMPARE(kill(static_cast<pid_t>(grandchild), SIGKILL), 0);
}

void StreamsTest::f58_whatADescendantWritesInTime()
{
    Command command = Command::shell(u"(sleep 0.3; echo late) & echo early"_s);
    command.setDrainTimeout(20s);
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY(result.isSuccess());
    QCOMPARE(result.standardOutput, "early\nlate\n");
    QVERIFY(!result.outputHeldOpen);
}

void StreamsTest::f62_exactBytes_data()
{
    QTest::addColumn<QList<QByteArray>>("writes");

    QByteArray everyByte;
    for (int i = 0; i < 256; ++i)
        everyByte += static_cast<char>(i);
    QTest::newRow("nothing") << QList<QByteArray>{};
    QTest::newRow("only empty writes") << QList<QByteArray>{{}, "", {}};
    QTest::newRow("every byte") << QList<QByteArray>{everyByte};
    QTest::newRow("NUL bytes") << QList<QByteArray>{QByteArray(1000, '\0')};
    QTest::newRow("empty writes between") << QList<QByteArray>{"", "a", "", "", "b\n", ""};
    QTest::newRow("bytes one by one") << QList<QByteArray>(2000, "1");
    QTest::newRow("without a newline at the end") << QList<QByteArray>{"line\n", "no line"};
    QTest::newRow("exactly a pipe") << QList<QByteArray>{QByteArray(65536, 'p')};
    QTest::newRow("a pipe and a byte") << QList<QByteArray>{QByteArray(65537, 'p')};
    QTest::newRow("much, in pieces") << QList<QByteArray>(300, everyByte.repeated(40));
}

void StreamsTest::f62_exactBytes()
{
    QFETCH(QList<QByteArray>, writes);
    const QByteArray all = writes.join();

    Command whole(testChild({u"echo"_s}));
    whole.setStandardInput(all);
    QCOMPARE(runCommand(spawner(), whole).standardOutput, all);

    Command streamed(testChild({u"echo"_s}));
    streamed.setStandardInputMode(Command::InputMode::Pipe);
    streamed.setStandardOutputMode(OutputMode::Stream);
    CommandReply *const reply = spawner().aspawn(streamed);
    for (const QByteArray &bytes : writes)
        QCOMPARE(reply->write(bytes), bytes.size());
    reply->closeStandardInput();
    QCOMPARE(takeOutput(reply), all);
}

void StreamsTest::f63_files()
{
    const QTemporaryDir folder;
    const QString in = folder.filePath(u"in"_s);
    const QString out = folder.filePath(u"out"_s);
    const QString err = folder.filePath(u"err"_s);
    writeFile(in, "from a file");
    writeFile(out, "old content that is longer than the new one");
    Command command(testChildChain({{u"echo"_s}, {u"writestd"_s, u"!"_s, u"an error"_s}}));
    command.setStandardInputFile(in);
    command.setStandardOutputFile(out);
    command.setStandardErrorFile(err);
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QVERIFY(result.standardOutput.isEmpty());
    QVERIFY(result.standardError.isEmpty());
    QCOMPARE(contentOf(out), "from a file!");
    QCOMPARE(contentOf(err), "an error");
}

void StreamsTest::f63_appendsToAFile()
{
    const QTemporaryDir folder;
    const QString out = folder.filePath(u"out"_s);
    writeFile(out, "before ");
    for (const QString &word : {u"one "_s, u"two"_s}) {
        Command command(testChild({u"writestd"_s, word}));
        command.setStandardOutputFile(out, QIODevice::Append);
        QVERIFY(runCommand(spawner(), command).isSuccess());
    }
    QCOMPARE(contentOf(out), "before one two");
}

void StreamsTest::f63_nullDevice()
{
    Command command(testChildChain({{u"writestd"_s, u"out"_s, u"err"_s}, {u"echo"_s}}));
    command.setStandardInputMode(Command::InputMode::Null);
    command.setStandardOutputMode(OutputMode::Null);
    command.setStandardErrorMode(OutputMode::Null);
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY(result.isSuccess());
    QVERIFY(result.standardOutput.isEmpty());
    QVERIFY(result.standardError.isEmpty());
}

void StreamsTest::f63_merged_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("captured") << u"capture"_s;
    QTest::newRow("streamed") << u"stream"_s;
    QTest::newRow("in a file") << u"file"_s;
}

void StreamsTest::f63_merged()
{
    QFETCH(QString, target);
    constexpr int Count = 2000;
    QByteArray expected;
    for (int i = 1; i <= Count; ++i) {
        expected += "out " + QByteArray::number(i) + '\n';
        expected += "err " + QByteArray::number(i) + '\n';
    }
    const QTemporaryDir folder;
    Command command(testChild({u"interleave"_s, QString::number(Count)}));
    command.setMergedOutput(true);
    if (target == u"stream"_s) {
        command.setStandardOutputMode(OutputMode::Stream);
        QCOMPARE(takeOutput(spawner().aspawn(command)), expected);
        return;
    }
    if (target == u"file"_s)
        command.setStandardOutputFile(folder.filePath(u"out"_s));
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY(result.standardError.isEmpty());
    QCOMPARE(target == u"file"_s ? contentOf(folder.filePath(u"out"_s)) : result.standardOutput,
             expected);
}

void StreamsTest::f63_inherited()
{
    const QTemporaryDir folder;
    const QString in = folder.filePath(u"in"_s);
    const QString out = folder.filePath(u"out"_s);
    const QString err = folder.filePath(u"err"_s);
    writeFile(in, "typed");
    Command command(testChildChain({{u"echo"_s}, {u"writestd"_s, u"!"_s, u"an error"_s}}));
    command.setStandardInputMode(Command::InputMode::Inherit);
    command.setStandardOutputMode(OutputMode::Inherit);
    command.setStandardErrorMode(OutputMode::Inherit);
    CommandResult result;
    {
        const Redirection input(STDIN_FILENO, in);
        const Redirection output(STDOUT_FILENO, out);
        const Redirection error(STDERR_FILENO, err);
        result = runCommand(spawner(), command);
    }
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QVERIFY(result.standardOutput.isEmpty());
    QCOMPARE(contentOf(out), "typed!");
    QCOMPARE(contentOf(err), "an error");
}

// Not one descriptor less, which would let the next file that it opens be its standard input.
void StreamsTest::f63_inheritedButClosed()
{
    Command command(testChild({u"fds"_s}));
    command.setStandardInputMode(Command::InputMode::Inherit);
    CommandResult result;
    {
        const Redirection closed(STDIN_FILENO);
        result = runCommand(spawner(), command);
    }
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    const QMap<int, QByteArray> descriptors = descriptorsOf(result.standardOutput);
    QCOMPARE(descriptors.keys(), (QList<int>{0, 1, 2}));
    QCOMPARE(descriptors[0], "/dev/null");
}

void StreamsTest::f64_neverWithoutTheLastByte_data()
{
    QTest::addColumn<OutputMode>("mode");
    QTest::newRow("captured") << OutputMode::Capture;
    QTest::newRow("streamed") << OutputMode::Stream;
}

void StreamsTest::f64_neverWithoutTheLastByte()
{
    QFETCH(OutputMode, mode);
    // A soak test asks for more.
    bool asked = false;
    const int rounds = std::max(qEnvironmentVariableIntValue("TEST_ROUNDS", &asked), 1);
    const int count = asked ? rounds : 2000;
    int finished = 0;
    int complete = 0;
    Command command(testChild({u"writestd"_s, u"x"_s}));
    command.setStandardOutputMode(mode);
    for (int i = 0; i < count; ++i) {
        CommandReply *const reply = spawner().aspawn(command);
        connect(reply, &CommandReply::finished, reply, [&, reply](const CommandResult &result) {
            ++finished;
            const QByteArray output = mode == OutputMode::Stream ? reply->readAllStandardOutput()
                                                                 : result.standardOutput;
            complete += output == "x" && result.isSuccess() ? 1 : 0;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished, count, count * 50);
    QCOMPARE(complete, count);
}

QTEST_GUILESS_MAIN(StreamsTest)
#include "tst_streams.moc"
