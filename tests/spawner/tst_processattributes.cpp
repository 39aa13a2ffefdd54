// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/programfolder.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// What a command has from the application, as it is when the command is asked for: the helper,
// which is started long before, has other values.
class ProcessAttributesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void f55_umask_data();
    void f55_umask();
    void f55_niceLevel();
    void f55_limits();
    void f55_directory();
    void f55_whatChangesWhileACommandWaits();
    void f55_changedRightBeforeTheRequest();
    void f55_oomScoreOfTheTimeWhenTheHelperStarted();
    void f55_groupAndSession();
    void f55_ownLimitsAndNiceLevel();
    void f55_limitsThatCannotBeSet_data();
    void f55_limitsThatCannotBeSet();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    QMap<QByteArray, QByteArray> stateOfCommand(const Command &command);

    SpawnerFixture m_fixture;
    ProgramFolder m_folder;
    QString m_directory;
};

void ProcessAttributesTest::init()
{
    umask(022);
    m_directory = QDir::currentPath();
    m_fixture.begin();
    // The helper has the values of now.
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
}

void ProcessAttributesTest::cleanup()
{
    umask(022);
    QDir::setCurrent(m_directory);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000);
}

QMap<QByteArray, QByteArray> ProcessAttributesTest::stateOfCommand(const Command &command)
{
    const CommandResult result = runCommand(spawner(), command);
    if (!result.isSuccess())
        return {{"error", result.errorString().toLocal8Bit() + result.standardError}};
    return stateOf(result.standardOutput);
}

static Command stateCommand()
{
    return Command(testChild({u"state"_s}));
}

static QByteArray octal(mode_t mask)
{
    return QByteArray::number(mask, 8).rightJustified(3, '0');
}

static QByteArray limitText(rlim_t value)
{
    return value == RLIM_INFINITY ? QByteArray("unlimited") : QByteArray::number(quint64{value});
}

static QByteArray ownLimit(int resource)
{
    rlimit limit{};
    getrlimit(static_cast<__rlimit_resource_t>(resource), &limit);
    return limitText(limit.rlim_cur) + ':' + limitText(limit.rlim_max);
}

void ProcessAttributesTest::f55_umask_data()
{
    QTest::addColumn<int>("mask");
    for (const int mask : {0, 022, 027, 077, 0123, 0777})
        QTest::newRow(octal(static_cast<mode_t>(mask)).constData()) << mask;
}

void ProcessAttributesTest::f55_umask()
{
    QFETCH(int, mask);
    umask(static_cast<mode_t>(mask));
    QCOMPARE(stateOfCommand(stateCommand())["umask"], octal(static_cast<mode_t>(mask)));

    // The file of an output is made with it as well.
    const QString fileName = m_folder.path(u"output-%1"_s.arg(mask));
    Command command({u"true"_s});
    command.setStandardOutputFile(fileName);
    QVERIFY(runCommand(spawner(), command).isSuccess());
    struct stat status
    {
    };
    QCOMPARE(stat(QFile::encodeName(fileName).constData(), &status), 0);
    QCOMPARE(octal(status.st_mode & 0777), octal(0666 & ~static_cast<mode_t>(mask)));
}

void ProcessAttributesTest::f55_niceLevel()
{
    const int before = getpriority(PRIO_PROCESS, 0);
    QCOMPARE(stateOfCommand(stateCommand())["nice"], QByteArray::number(before));
    QCOMPARE(setpriority(PRIO_PROCESS, 0, 7), 0);
    const QByteArray raised = stateOfCommand(stateCommand())["nice"];
    const bool isBack = setpriority(PRIO_PROCESS, 0, before) == 0;
    QCOMPARE(raised, "7");
    if (!isBack)
        QSKIP("Lowering the nice level again takes a privilege.");
    QCOMPARE(stateOfCommand(stateCommand())["nice"], QByteArray::number(before));
}

void ProcessAttributesTest::f55_limits()
{
    const auto compareAll = [this] {
        const auto state = stateOfCommand(stateCommand());
        for (int resource = 0; resource < RLIM_NLIMITS; ++resource)
            QCOMPARE(state["limit" + QByteArray::number(resource)], ownLimit(resource));
    };
    compareAll();
    struct Soft
    {
        __rlimit_resource_t resource;
        rlim_t value;
    };
    for (const Soft soft :
         {Soft{RLIMIT_NOFILE, 345}, Soft{RLIMIT_CORE, 0}, Soft{RLIMIT_FSIZE, 123 << 20},
          Soft{RLIMIT_STACK, 5 << 20}, Soft{RLIMIT_CPU, 5000}}) {
        rlimit before{};
        QCOMPARE(getrlimit(soft.resource, &before), 0);
        const rlimit changed{soft.value, before.rlim_max};
        QCOMPARE(setrlimit(soft.resource, &changed), 0);
        const QByteArray expected = ownLimit(soft.resource);
        const auto state = stateOfCommand(stateCommand());
        QCOMPARE(setrlimit(soft.resource, &before), 0);
        QCOMPARE(state["limit" + QByteArray::number(soft.resource)], expected);
        QVERIFY(expected.startsWith(QByteArray::number(quint64{soft.value}) + ':'));
    }
    compareAll();
}

void ProcessAttributesTest::f55_directory()
{
    const Command command(testChild({u"cwd"_s}));
    QVERIFY(QDir::setCurrent(m_folder.path()));
    QCOMPARE(runCommand(spawner(), command).standardOutput, QFile::encodeName(QDir::currentPath()));
    QVERIFY(QDir::setCurrent(u"/"_s));
    QCOMPARE(runCommand(spawner(), command).standardOutput, "/");
}

// The queue has room for one: that another one is refused proves that the first has been taken.
void ProcessAttributesTest::f55_whatChangesWhileACommandWaits()
{
    spawner().setMaxRunningCount(1);
    spawner().setMaxQueueLength(1);
    Command first(testChild({u"read-then-exit"_s, u"1"_s}));
    first.setStandardInputMode(Command::InputMode::Pipe);
    CommandSpy running(spawner().aspawn(first));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), CommandSpy::Patience);

    umask(0137);
    QVERIFY(QDir::setCurrent(m_folder.path()));
    const QByteArray directory = QFile::encodeName(QDir::currentPath());
    CommandSpy waiting(spawner().aspawn(testChildChain({{u"state"_s}, {u"cwd"_s}})));
    const CommandResult refused = runCommand(spawner(), {u"true"_s});
    QCOMPARE(refused.error, Error::FailedToStart);
    QCOMPARE(refused.stage, Stage::Queue);
    QCOMPARE(waiting.order(), "");
    umask(0);
    QVERIFY(QDir::setCurrent(u"/"_s));

    running.reply()->write("x");
    QVERIFY(waiting.waitForGone());
    QVERIFY2(waiting.result().isSuccess(), qPrintable(waiting.result().errorString()));
    const QByteArray output = waiting.result().standardOutput;
    QVERIFY2(output.contains("\numask=137\n"), output.constData());
    QVERIFY2(output.endsWith('\n' + directory), output.constData());
    QVERIFY(running.waitForGone());
    QCOMPARE(stateOfCommand(stateCommand())["umask"], "000");
}

// However short the time since the request before it, whose own values were taken meanwhile.
void ProcessAttributesTest::f55_changedRightBeforeTheRequest()
{
    for (int round = 0; round < 100; ++round) {
        umask(0);
        CommandSpy before(spawner().aspawn(stateCommand()));
        const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(5 * round);
        while (std::chrono::steady_clock::now() < end) { }
        umask(0777);
        QVERIFY(QDir::setCurrent(round % 2 == 0 ? m_folder.path() : u"/"_s));
        const QByteArray directory = QFile::encodeName(QDir::currentPath());
        CommandSpy after(spawner().aspawn(testChildChain({{u"state"_s}, {u"cwd"_s}})));
        QVERIFY(before.waitForGone());
        QVERIFY(after.waitForGone());
        const QByteArray &output = after.result().standardOutput;
        QCOMPARE(stateOf(output + '\n')["umask"], "777");
        QVERIFY2(output.endsWith('\n' + directory), output.constData());
    }
}

void ProcessAttributesTest::f55_oomScoreOfTheTimeWhenTheHelperStarted()
{
    QFile file(u"/proc/self/oom_score_adj"_s);
    QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
    const QByteArray before = file.readLine().trimmed();
    if (before.toInt() > 300)
        QSKIP("The OOM score cannot be raised any more.");
    QVERIFY(file.write("400\n") > 0);
    AsyncSpawner second;
    const CommandResult result = runCommand(second, stateCommand());
    if (file.write(before + '\n') < 0)
        QSKIP("Lowering the OOM score again takes a privilege.");
    QCOMPARE(stateOf(result.standardOutput)["oom"], "400");
    QCOMPARE(stateOfCommand(stateCommand())["oom"], before);
}

void ProcessAttributesTest::f55_groupAndSession()
{
    const QByteArray helper = QByteArray::number(spawner().helperProcessId());
    const auto own = stateOfCommand(stateCommand());
    QCOMPARE(own["ppid"], QByteArray::number(QCoreApplication::applicationPid()));
    QCOMPARE(own["pgid"], own["pid"]);
    QCOMPARE(own["sid"], helper);
    QCOMPARE(own["tty"], "no");
    QCOMPARE(own["pdeathsig"], QByteArray::number(SIGKILL));

    Command detached = stateCommand();
    detached.setDetached(true);
    const auto apart = stateOfCommand(detached);
    QCOMPARE(apart["sid"], apart["pid"]);
    QCOMPARE(apart["pgid"], apart["pid"]);
    QCOMPARE(apart["tty"], "no");
    QCOMPARE(apart["pdeathsig"], "0");
}

void ProcessAttributesTest::f55_ownLimitsAndNiceLevel()
{
    Command command = stateCommand();
    command.setNiceLevel(13);
    command.setResourceLimit(RLIMIT_NOFILE, 20, 30);
    command.setResourceLimit(RLIMIT_CORE, 0, 0);
    const auto state = stateOfCommand(command);
    QCOMPARE(state["nice"], "13");
    QCOMPARE(state["limit" + QByteArray::number(RLIMIT_NOFILE)], "20:30");
    QCOMPARE(state["limit" + QByteArray::number(RLIMIT_CORE)], "0:0");
    // Neither stays for the next one.
    const auto next = stateOfCommand(stateCommand());
    QCOMPARE(next["limit" + QByteArray::number(RLIMIT_NOFILE)], ownLimit(RLIMIT_NOFILE));
    QCOMPARE(next["nice"], QByteArray::number(getpriority(PRIO_PROCESS, 0)));
}

void ProcessAttributesTest::f55_limitsThatCannotBeSet_data()
{
    QTest::addColumn<int>("resource");
    QTest::addColumn<quint64>("soft");
    QTest::addColumn<quint64>("hard");
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<int>("systemError");
    QTest::addColumn<QString>("named");

    // The kernel's own maximum holds for root as well.
    QTest::newRow("more files than the kernel has")
        << int(RLIMIT_NOFILE) << quint64(1) << quint64(RLIM_INFINITY) << Stage::Limit << EPERM
        << u"RLIMIT_NOFILE"_s;
    QTest::newRow("soft above hard") << int(RLIMIT_FSIZE) << quint64(2) << quint64(1)
                                     << Stage::Validation << EINVAL << u"RLIMIT_FSIZE"_s;
    QTest::newRow("no such resource")
        << 99 << quint64(1) << quint64(1) << Stage::Validation << EINVAL << u"99"_s;
}

void ProcessAttributesTest::f55_limitsThatCannotBeSet()
{
    QFETCH(int, resource);
    QFETCH(quint64, soft);
    QFETCH(quint64, hard);
    QFETCH(QString, named);
    Command command({u"true"_s});
    command.setResourceLimit(resource, soft, hard);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QTEST(result.stage, "stage");
    QTEST(result.systemError, "systemError");
    QVERIFY2(result.errorString().contains(named), qPrintable(result.errorString()));
}

QTEST_GUILESS_MAIN(ProcessAttributesTest)
#include "tst_processattributes.moc"
