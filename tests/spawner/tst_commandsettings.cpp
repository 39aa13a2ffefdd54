// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"
#include "spawner/writefile.h"

#include <spawner/asyncspawner.h>
#include <spawner/logger.h>

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// What a Command says beside its argv, and what comes of it.
class CommandSettingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void niceLevel();
    void resourceLimits();
    void resourceLimitAboveTheHardOne();
    void aLimitThatTheCommandRunsInto();
    void extraDescriptors();
    void extraDescriptorsInEachOthersPlaces();
    void extraDescriptorThatIsNotOpen();
    void extraDescriptorAsAPipe();
    void detached();
    void usageOfTheProcessor();
    void usageOfMemory();
    void nothingIsUsedByWhatDidNotRun();
    void logsWhatItRuns();
    void logsNoSecret_data();
    void logsNoSecret();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

// Every line that there is.
class WholeLog final : public Logger
{
public:
    void log(QtMsgType, QByteArrayView category, const QString &message,
             const QJsonObject &fields) override
    {
        lines.append(category.toByteArray() + ": " + message.toUtf8() + ' '
                     + QJsonDocument(fields).toJson(QJsonDocument::Compact));
    }
    QByteArray text() const { return lines.join('\n'); }

    QByteArrayList lines;
};

static Command reportsItsState()
{
    return Command(testChild({u"state"_s}));
}

static QMap<QByteArray, QByteArray> stateAfter(const CommandResult &result)
{
    return result.isSuccess()
        ? stateOf(result.standardOutput)
        : QMap<QByteArray, QByteArray>{{"error", result.errorString().toUtf8()}};
}

void CommandSettingsTest::niceLevel()
{
    const QByteArray own = QByteArray::number(getpriority(PRIO_PROCESS, 0));
    QCOMPARE(stateAfter(runCommand(spawner(), reportsItsState()))["nice"], own);
    for (const int level : {5, 19}) {
        Command command = reportsItsState();
        command.setNiceLevel(level);
        QCOMPARE(stateAfter(runCommand(spawner(), command))["nice"], QByteArray::number(level));
    }
    QCOMPARE(stateAfter(runCommand(spawner(), reportsItsState()))["nice"], own); // only that one
}

void CommandSettingsTest::resourceLimits()
{
    Command command = reportsItsState();
    command.setResourceLimit(RLIMIT_NOFILE, 40, 50);
    command.setResourceLimit(RLIMIT_CORE, 0, 0);
    command.setResourceLimit(RLIMIT_FSIZE, 1'000'000, 2'000'000);
    command.setResourceLimit(RLIMIT_FSIZE, 3'000'000, 4'000'000); // instead of the one before
    const QMap<QByteArray, QByteArray> state = stateAfter(runCommand(spawner(), command));
    QCOMPARE(state["limit" + QByteArray::number(RLIMIT_NOFILE)], "40:50");
    QCOMPARE(state["limit" + QByteArray::number(RLIMIT_CORE)], "0:0");
    QCOMPARE(state["limit" + QByteArray::number(RLIMIT_FSIZE)], "3000000:4000000");
}

void CommandSettingsTest::resourceLimitAboveTheHardOne()
{
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    if (geteuid() == 0)
        QSKIP("root may raise its hard limits");
    Command command({u"true"_s});
    command.setResourceLimit(RLIMIT_NOFILE, before.rlim_max + 1, before.rlim_max + 1);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Limit);
    QCOMPARE(result.systemError, EPERM);
    QVERIFY(result.errorString().contains(u"RLIMIT_NOFILE"_s));
}

void CommandSettingsTest::aLimitThatTheCommandRunsInto()
{
    const QTemporaryDir folder;
    Command command(testChild({u"write"_s, u"1000000"_s}));
    command.setStandardOutputFile(folder.filePath(u"out"_s));
    command.setResourceLimit(RLIMIT_FSIZE, 100'000, 100'000);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::Crashed);
    QCOMPARE(result.signalNumber, SIGXFSZ);
    QCOMPARE(QFileInfo(folder.filePath(u"out"_s)).size(), 100'000);
}

static int openFile(const QString &fileName)
{
    return open(QFile::encodeName(fileName).constData(), O_RDONLY | O_CLOEXEC);
}

void CommandSettingsTest::extraDescriptors()
{
    const QTemporaryDir folder;
    const QString first = folder.filePath(u"first"_s);
    const QString second = folder.filePath(u"second"_s);
    writeFile(first, "the first");
    writeFile(second, "the second");
    Command command(testChild({u"fds"_s}));
    for (const auto &[target, fileName] : {std::pair{3, first}, {77, second}}) {
        const int fd = openFile(fileName);
        QVERIFY(fd >= 0);
        command.setDescriptor(target, fd);
        close(fd); // it has a copy
    }
    const QMap<int, QByteArray> descriptors
        = descriptorsOf(runCommand(spawner(), command).standardOutput);
    QCOMPARE(descriptors.keys(), (QList<int>{0, 1, 2, 3, 77}));
    QCOMPARE(descriptors[3], QFile::encodeName(first));
    QCOMPARE(descriptors[77], QFile::encodeName(second));
}

// In the helper they have numbers of its own, among them those that the command is to have.
void CommandSettingsTest::extraDescriptorsInEachOthersPlaces()
{
    const QTemporaryDir folder;
    Command command(testChild({u"fds"_s}));
    QMap<int, QByteArray> expected;
    for (int target = 40; target >= 3; --target) {
        const QString fileName = folder.filePath(QString::number(target));
        writeFile(fileName, {});
        const int fd = openFile(fileName);
        command.setDescriptor(target, fd);
        close(fd);
        expected.insert(target, QFile::encodeName(fileName));
    }
    QMap<int, QByteArray> descriptors
        = descriptorsOf(runCommand(spawner(), command).standardOutput);
    for (const int standard : {0, 1, 2})
        QVERIFY(descriptors.remove(standard) == 1);
    QCOMPARE(descriptors, expected);
}

void CommandSettingsTest::extraDescriptorThatIsNotOpen()
{
    Command command({u"true"_s});
    command.setDescriptor(7, -1);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Descriptor);
    QCOMPARE(result.systemError, EBADF);
    QVERIFY2(result.errorString().contains(u"descriptor 7"_s), qPrintable(result.errorString()));
}

void CommandSettingsTest::extraDescriptorAsAPipe()
{
    int ends[2];
    QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
    CommandReply *reply = nullptr;
    {
        Command command(testChild({u"read-fd"_s, u"9"_s}));
        command.setDescriptor(9, ends[0]);
        close(ends[0]);
        reply = spawner().aspawn(command);
    }
    CommandSpy spy(reply);
    QCOMPARE(::write(ends[1], "by the ninth", 12), 12);
    close(ends[1]); // and it is at its end: nobody else has a copy
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().standardOutput, "by the ninth");
}

void CommandSettingsTest::detached()
{
    Command command = reportsItsState();
    const QMap<QByteArray, QByteArray> usual = stateAfter(runCommand(spawner(), command));
    QCOMPARE(usual["pgid"], usual["pid"]);
    QVERIFY(usual["sid"] != usual["pid"]);
    QCOMPARE(usual["pdeathsig"], QByteArray::number(SIGKILL));

    command.setDetached(true);
    QVERIFY(command.isDetached());
    const QMap<QByteArray, QByteArray> own = stateAfter(runCommand(spawner(), command));
    QCOMPARE(own["sid"], own["pid"]);
    QCOMPARE(own["pgid"], own["pid"]);
    QCOMPARE(own["pdeathsig"], "0");
}

void CommandSettingsTest::usageOfTheProcessor()
{
    const CommandResult result
        = runCommand(spawner(), testChildChain({{u"spin"_s, u"100"_s}, {u"sleep"_s, u"10"_s}}));
    QVERIFY(result.isSuccess());
    QVERIFY(result.usage.userTime + result.usage.systemTime >= 90ms);
    QVERIFY(result.usage.userTime + result.usage.systemTime <= 20s);
    QVERIFY(result.usage.voluntaryContextSwitches >= 1);
    QVERIFY(result.usage.involuntaryContextSwitches >= 0);
    QVERIFY(result.elapsed >= 100ms);
    QVERIFY(result.queued > 0us);
    QCOMPARE(result.attempts, 1);
}

void CommandSettingsTest::usageOfMemory()
{
    const CommandResult small = runCommand(spawner(), testChild({u"alloc"_s, u"1"_s}));
    const CommandResult large = runCommand(spawner(), testChild({u"alloc"_s, u"64"_s}));
    QVERIFY(small.usage.peakMemory > 0);
    QVERIFY(large.usage.peakMemory >= 64 << 20);
    QVERIFY(large.usage.peakMemory - small.usage.peakMemory >= 48 << 20);
}

void CommandSettingsTest::nothingIsUsedByWhatDidNotRun()
{
    const CommandResult result = runCommand(spawner(), {u"/no/such/program"_s});
    QCOMPARE(result.usage.userTime, 0us);
    QCOMPARE(result.usage.systemTime, 0us);
    QCOMPARE(result.usage.peakMemory, 0);
    QCOMPARE(result.usage.voluntaryContextSwitches, 0);
    QCOMPARE(result.processId, 0);
}

void CommandSettingsTest::logsWhatItRuns()
{
    WholeLog log;
    spawner().setLogger(&log);
    Command command(testChild({u"exit"_s, u"3"_s, u"an argument"_s}));
    command.setLabel(u"night build"_s);
    const CommandResult result = runCommand(spawner(), command);
    spawner().setLogger(nullptr);
    const QByteArray text = log.text();
    QVERIFY2(text.contains("an argument"), text.constData());
    QVERIFY2(text.contains("night build"), text.constData());
    QVERIFY2(text.contains(QByteArray::number(result.processId)), text.constData());
    QVERIFY2(text.contains("child exited with status 3"), text.constData());
    QVERIFY2(text.contains("spawn.spawner: "), text.constData());
    QVERIFY2(!text.contains("TEST_TAG"), text.constData()); // no environment
    const qsizetype lines = log.lines.size();
    QVERIFY(runCommand(spawner(), command).processId > 0);
    QCOMPARE(log.lines.size(), lines);
}

void CommandSettingsTest::logsNoSecret_data()
{
    QTest::addColumn<QStringList>("argv");
    QTest::addColumn<QString>("directory");
    QTest::newRow("succeeds") << testChild({u"exit"_s, u"0"_s, u"hush"_s}) << QString();
    QTest::newRow("fails") << testChild({u"exit"_s, u"1"_s, u"hush"_s}) << QString();
    QTest::newRow("cannot be run") << QStringList{u"/no/such/hush"_s, u"hush"_s} << QString();
    QTest::newRow("is in no PATH") << QStringList{u"no-such-hush"_s, u"hush"_s} << QString();
    QTest::newRow("no such folder") << testChild({u"exit"_s, u"0"_s, u"hush"_s}) << u"/no/where"_s;
    QTest::newRow("not valid") << QStringList{u"hush"_s, u"hush\0"_s} << QString();
}

void CommandSettingsTest::logsNoSecret()
{
    QFETCH(QStringList, argv);
    QFETCH(QString, directory);
    WholeLog log;
    spawner().setLogger(&log);
    Command command(argv);
    command.setSecret(true);
    command.setLabel(u"unlocks the door"_s);
    command.setWorkingDirectory(directory);
    command.setEnvironmentBytes({m_fixture.leftovers().tag(), "KEY=hush"});
    const CommandResult result = runCommand(spawner(), command);
    spawner().setLogger(nullptr);
    const QByteArray text = log.text();
    QVERIFY(!log.lines.isEmpty());
    QVERIFY2(!text.contains("hush"), text.constData());
    QVERIFY2(!result.errorString().contains(u"hush"_s), qPrintable(result.errorString()));
    QVERIFY2(!result.culprit.contains(u"hush"_s), qPrintable(result.culprit));
}

QTEST_GUILESS_MAIN(CommandSettingsTest)
#include "tst_commandsettings.moc"
